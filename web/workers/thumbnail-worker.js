/**
 * Decodes pictures for the page to show, and scales them down, off the page's thread.
 */

/** @typedef {{file: Blob, side: number}} Message `side`: pixels, of the longer side at most */

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis));

scope.onmessage = async ({ data }) => {
  const { file, side } = /** @type {Message} */ (data);
  try {
    const whole = await createImageBitmap(file);
    const { width, height } = whole;
    const bitmap = await scaled(whole, side);
    scope.postMessage({ bitmap, width, height }, [bitmap]);
  } catch {
    scope.postMessage(null); // no kind of file that the browser knows
  }
};

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
