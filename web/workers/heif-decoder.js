import info from '../build-info.js';
import { spawn } from '../engine/integrity/spawn-worker.js';
import { WatchedWorker } from '../engine/watched-worker.js';

/** @typedef {import('./heif-messages.d.ts').FromHeif} FromHeif */

/**
 * Decode a HEIC picture with libheif, in a worker of its own.
 *
 * @param {Uint8Array} data the file
 * @returns {{answer: Promise<FromHeif>, end: () => void} | null} the answer rejects if the worker
 *   dies; null if this site has no libheif
 */
export function decodeHeif(data) {
  if (!info.libheif) return null;
  const libheif = new URL(
    info.runtime + info.libheif,
    new URL('../build-info.js', import.meta.url),
  );
  const worker = new WatchedWorker(
    () => spawn(new URL('./heif-worker.js', import.meta.url), 'offcut HEIC'),
    'started',
  );
  const answer = new Promise((resolve, reject) => {
    worker.onmessage = (/** @type {MessageEvent<FromHeif>} */ { data: message }) => {
      if (message.kind !== 'started') resolve(message);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message || 'its worker has died'));
    };
  });
  worker.postMessage({ libheif: libheif.href, data });
  worker.watch();
  return { answer, end: () => worker.terminate() };
}
