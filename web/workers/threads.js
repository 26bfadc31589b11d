/** More threads than this gain nothing on a network of this size, and cost memory. */
const MOST_THREADS = 8;

/**
 * How many threads ONNX Runtime can have here. They share memory, for which the page has to be
 * isolated; and even then WebKitGTK has no `SharedArrayBuffer`, so that memory can't be handed on.
 *
 * @param {number} most how many it may have, 0 for all there are
 * @returns {number}
 */
export function countThreads(most) {
  if (!globalThis.crossOriginIsolated || typeof SharedArrayBuffer === 'undefined') return 1;
  return Math.min(MOST_THREADS, most || Infinity, navigator.hardwareConcurrency || 1);
}
