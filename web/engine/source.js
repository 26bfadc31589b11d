import { brandOf, isBlob } from './brand.js';
import { failure } from './errors.js';

/** @typedef {Blob | ArrayBuffer | ArrayBufferView | ImageData | URL | string} Source */

const UNNAMED = 'The picture';

/**
 * Bring whatever was given into a form that the Python worker takes: a Blob with a file's bytes,
 * or the pixels of an ImageData.
 *
 * @param {Source} source
 * @param {AbortSignal} [signal] ends a fetch
 * @returns {Promise<Blob | ImageData>}
 */
export async function toTransferable(source, signal) {
  if (isBlob(source)) return source;
  const brand = brandOf(source);
  if (brand === 'ImageData') return eightBits(/** @type {ImageData} */ (source));
  if (brand === 'ArrayBuffer' || ArrayBuffer.isView(source)) {
    return new Blob([/** @type {BlobPart} */ (source)]);
  }
  if (isAddress(source)) return fetched(source, signal);
  throw failure(
    'SourceError',
    'Give the picture as a Blob, an ArrayBuffer, a typed array, an ImageData or a URL.',
    { code: 'source-wrong' },
  );
}

/**
 * @param {ImageData} pixels in newer browsers they may also be floats of 16 bits
 * @returns {ImageData}
 */
function eightBits(pixels) {
  if (pixels.data.length === 0) {
    throw failure('SourceError', 'The pixels of the ImageData are gone: give them anew.', {
      code: 'source-gone', // they were transferred to a worker, say
    });
  }
  if (brandOf(pixels.data) === 'Uint8ClampedArray') return pixels;
  throw failure('SourceError', 'Give an ImageData of 8 bits: pixelFormat "rgba-unorm8".', {
    code: 'source-deep',
  });
}

/**
 * What errors and files should call a source.
 *
 * @param {Source} source
 * @returns {string}
 */
export function nameOf(source) {
  if (brandOf(source) === 'File') return /** @type {File} */ (source).name || UNNAMED;
  if (isAddress(source)) {
    if (!URL.canParse(source, location.href)) return UNNAMED;
    const { protocol, pathname } = new URL(source, location.href);
    const last = protocol.startsWith('http') && pathname.split('/').pop();
    if (last) return unescaped(last);
  }
  return UNNAMED;
}

/**
 * @param {Source} source
 * @returns {source is URL | string}
 */
function isAddress(source) {
  return typeof source === 'string' || brandOf(source) === 'URL';
}

/** @param {string} text of a URL */
function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a per cent sign that stands for itself
  }
}

/**
 * @param {URL | string} url
 * @param {AbortSignal} [signal]
 * @returns {Promise<Blob>}
 */
async function fetched(url, signal) {
  // by the rules of the language it would be the page's own
  if (String(url).trim() === '') {
    throw failure('SourceError', "The picture's address is empty: give the URL of a picture.", {
      code: 'source-empty',
    });
  }
  let reason;
  try {
    const response = await fetch(url, { signal });
    if (response.ok) return await response.blob();
    reason = `the server answered ${response.status}`;
  } catch (error) {
    signal?.throwIfAborted();
    reason = error instanceof Error ? error.message : String(error);
  }
  throw failure('SourceError', '{url} could not be fetched: {reason}.', {
    code: 'source-not-fetched',
    url: String(url),
    reason,
  });
}
