/**
 * What is in folders that are dropped or chosen, within limits.
 *
 * @typedef {{named?: File[], within?: File[], isTooMany?: boolean, isTooDeep?: boolean}} Taken
 *   by themselves, and in folders; `isTooMany`, `isTooDeep`: whether some were left out because of
 *   their number, or of their depth
 * @typedef {{name: string, code: import('./no-picture.js').Code}} Refused a file that is no picture, and
 *   what to say of it
 * @typedef {{
 *   files: File[],
 *   refused: Refused[],
 *   skipped: number,
 *   isTooMany: boolean,
 *   isTooDeep: boolean,
 * }} Sifted
 *   `skipped`: how many files in folders are no pictures
 */

import { noPicture } from './no-picture.js';

/** Of one drop or choice: the list of them is copied and drawn as a whole with each change. */
export const MOST_PICTURES = 2000;
/** Files and folders that are looked at for them. */
const MOST_ENTRIES = 20_000;
const MOST_DEPTH = 20;

/** A folder can hold anything: of it, only what looks like a picture is taken. */
const PICTURE =
  /\.(?:jpe?g|jfif|mpo|a?png|webp|gif|bmp|dib|tiff?|avif|ico|icns|jp2|j2k|psd|tga|qoi|dds|sgi|pcx|p[bgpn]m|hei[cf]|hif|jxl|dng|nef|cr[23]|arw|orf|rw2|pef|raf)$/i;

/**
 * @param {(FileSystemEntry | null)[]} entries
 * @returns {Promise<Taken>}
 */
export async function unpacked(entries) {
  const known = entries.filter((entry) => entry !== null);
  const folders = known.filter(({ isDirectory }) => isDirectory);
  const walk = { left: MOST_ENTRIES, isTooDeep: false };
  const [named, within] = await Promise.all(
    [known.filter(({ isFile }) => isFile), folders].map((some) =>
      Promise.all(some.map((entry) => inside(entry, walk, MOST_DEPTH))),
    ),
  );
  return {
    named: named?.flat(),
    within: within?.flat(),
    isTooMany: walk.left < 0,
    isTooDeep: walk.isTooDeep,
  };
}

/**
 * @param {FileSystemEntry} entry
 * @param {{left: number, isTooDeep: boolean}} walk how many entries may still be looked at
 * @param {number} depth how many folders deep it may still go
 * @returns {Promise<File[]>} all that it is or holds; what can't be read is left out
 */
async function inside(entry, walk, depth) {
  try {
    walk.left -= 1;
    if (walk.left < 0) return [];
    if (!entry.isFile && depth === 0) {
      walk.isTooDeep = true;
      return [];
    }
    if (entry.isFile) return [await fileOf(/** @type {FileSystemFileEntry} */ (entry))];
    const parts = await partsOf(/** @type {FileSystemDirectoryEntry} */ (entry));
    const files = [];
    for (const part of parts) files.push(...(await inside(part, walk, depth - 1)));
    return files;
  } catch {
    return []; // the rest is there all the same
  }
}

/** @param {FileSystemDirectoryEntry} entry */
async function partsOf(entry) {
  const reader = entry.createReader();
  const parts = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return parts; // it gives a hundred at a time
    parts.push(...some);
  }
}

/** @param {FileSystemFileEntry} entry */
function fileOf(entry) {
  return /** @type {Promise<File>} */ (
    new Promise((resolve, reject) => entry.file(resolve, reject))
  );
}

/**
 * What is named by itself, and what looks like a picture of what folders hold.
 *
 * @param {Taken} taken
 * @returns {Sifted}
 */
export function sifted({ named = [], within = [], isTooMany = false, isTooDeep = false }) {
  const known = within.filter(({ name, type }) => type.startsWith('image/') || PICTURE.test(name));
  const judged = named.map((file) => ({ file, name: file.name, code: noPicture(file) }));
  const refused = judged.filter((one) => one.code !== null);
  const all = [...judged.filter(({ code }) => code === null).map(({ file }) => file), ...known];
  return {
    files: all.slice(0, MOST_PICTURES),
    refused: /** @type {Refused[]} */ (refused),
    skipped: within.length - known.length,
    isTooMany: isTooMany || all.length > MOST_PICTURES,
    isTooDeep,
  };
}
