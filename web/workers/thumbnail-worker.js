/**
 * Decodes pictures for the page to show, and scales them down, off the page's thread.
 */

/** @typedef {{file: Blob, side: number}} Message `side`: pixels, of the longer side at most */

/** Where a WebP says what it holds, and by which bit that it holds EXIF data (RFC 9649, 2.7.1). */
const FLAGS_AT = 20;
const HAS_EXIF = 8;

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis));

scope.onmessage = async ({ data }) => {
  const { file, side } = /** @type {Message} */ (data);
  try {
    if (await isTurned(file)) return scope.postMessage(null);
    const whole = await createImageBitmap(file);
    const { width, height } = whole;
    const bitmap = await scaled(whole, side);
    scope.postMessage({ bitmap, width, height }, [bitmap]);
  } catch {
    scope.postMessage(null); // no kind of file that the browser knows
  }
};

/**
 * Whether only Python turns a picture upright: browsers don't heed the EXIF data of WebP, or do.
 *
 * @param {Blob} file
 */
async function isTurned(file) {
  const start = new Uint8Array(await file.slice(0, FLAGS_AT + 1).arrayBuffer());
  const [form, chunk] = [text(start, 8), text(start, 12)];
  return form === 'WEBP' && chunk === 'VP8X' && (start[FLAGS_AT] & HAS_EXIF) !== 0;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 */
function text(bytes, at) {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/**
 * @param {ImageBitmap} bitmap
 * @param {number} side
 * @returns {Promise<ImageBitmap>}
 */
async function scaled(bitmap, side) {
  const { width, height } = bitmap;
  const share = side / Math.max(width, height);
  if (share >= 1) return bitmap;
  const small = await createImageBitmap(bitmap, {
    resizeWidth: Math.max(1, Math.round(width * share)),
    resizeHeight: Math.max(1, Math.round(height * share)),
    resizeQuality: 'medium',
  });
  bitmap.close();
  return small;
}
