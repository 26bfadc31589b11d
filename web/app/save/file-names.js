/** Names of the files that people save. */

/** @type {Record<string, string>} */
const EXTENSIONS = {
  'image/png': '.png',
  'image/webp': '.webp',
  'image/jpeg': '.jpg',
  'image/tiff': '.tif',
};

/**
 * What Windows, macOS or Linux refuses, what can't be written, what turns text around, ends a line,
 * or is not seen. U+200C and U+200D stay: Persian, Hindi and others are spelt with them.
 */
const REFUSED =
  /[<>:"/\\|?*\p{Cc}\p{Cs}\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu;

/** Devices of Windows, whatever follows the dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** Most file systems take 255 bytes; some are left for the suffix, the extension and a number. */
const MAX_BYTES = 200;

/**
 * The name of a result's file.
 *
 * @param {string} original the picture's; may be empty
 * @param {string} mediaType the result's
 * @param {string} [suffix] follows the picture's name
 * @returns {string} such as `photo-offcut.png` for `photo.jpeg`
 */
export function resultName(original, mediaType, suffix = '-offcut') {
  const stem = original.replace(/\.[^.]*$/, '');
  const accepted = shortened(
    stem
      .normalize('NFC')
      .replace(REFUSED, '_')
      .replace(/^[\s.]+|\s+$/g, ''),
  );
  const name = `${accepted || 'picture'}${suffix}`.replace(DEVICE, '_$&');
  return name + (EXTENSIONS[mediaType] ?? '');
}

/**
 * Tell equal names apart, as file systems do that don't know small letters from capitals.
 *
 * @param {string[]} names
 * @returns {string[]} the same, but ` (2)`, ` (3)` … before the extension where a name is there
 *   again
 */
export function distinct(names) {
  const taken = new Set(names.map(key));
  /** @type {Map<string, number>} */
  const count = new Map();
  return names.map((name) => {
    let number = (count.get(key(name)) ?? 0) + 1;
    let unique = name;
    if (number > 1) {
      unique = numbered(name, number);
      while (taken.has(key(unique))) {
        number += 1;
        unique = numbered(name, number);
      }
    }
    count.set(key(name), number);
    taken.add(key(unique));
    return unique;
  });
}

/** @param {string} name */
function key(name) {
  return name.normalize('NFC').toUpperCase(); // capitals: they make ß and ss one, as macOS does
}

/**
 * @param {string} name
 * @param {number} number
 */
function numbered(name, number) {
  return name.replace(/(\.[^.]*)?$/, ` (${number})$1`);
}

/** @param {string} stem */
function shortened(stem) {
  const bytes = new TextEncoder().encode(stem).subarray(0, MAX_BYTES);
  return new TextDecoder().decode(bytes, { stream: true }); // leaves out a character cut in two
}
