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
  if (source instanceof Blob) return source;
  if (typeof ImageData !== 'undefined' && source instanceof ImageData) return eightBits(source);
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    return new Blob([/** @type {BlobPart} */ (source)]);
  }
  if (source instanceof URL || typeof source === 'string') return fetched(source, signal);
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
  if (pixels.data instanceof Uint8ClampedArray) return pixels;
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
  if (source instanceof File && source.name) return source.name;
  if (source instanceof URL || typeof source === 'string') {
    if (!URL.canParse(source, location.href)) return UNNAMED;
    const { protocol, pathname } = new URL(source, location.href);
    const last = protocol.startsWith('http') && pathname.split('/').pop();
    if (last) return unescaped(last);
  }
  return UNNAMED;
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
