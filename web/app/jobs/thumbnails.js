import { spawn } from '../../engine/integrity/spawn-worker.js';
import { THUMBNAIL_MS } from '../../engine/patience.js';

/**
 * @typedef {{bitmap: ImageBitmap, width: number, height: number}} Decoded
 * `width`, `height`: of the picture in the file, which the bitmap may be smaller than.
 * @typedef {(decoded: Decoded | null) => void} Receive
 * @typedef {{file: Blob, side: number, receive: Receive, isSecondTry: boolean}} Job
 */

/** @type {Worker | undefined} */
let worker;
/** @type {Job[]} */
const waiting = [];
/** One at a time: a decoded picture can take a hundred megabytes. @type {Job | undefined} */
let current;
let timer = 0;

/**
 * Decode a picture's file, off this thread.
 *
 * @param {Blob} file
 * @param {number} side pixels of the longer side at most
 * @param {boolean} [isUrgent] whether it goes before others that wait
 * @returns {Promise<Decoded | null>} null for what the browser can't decode
 */
export function decode(file, side, isUrgent = false) {
  return new Promise((receive) => {
    const job = { file, side, receive, isSecondTry: false };
    if (isUrgent) waiting.unshift(job);
    else waiting.push(job);
    next();
  });
}

function next() {
  if (current || waiting.length === 0) return;
  current = /** @type {Job} */ (waiting.shift());
  worker ??= start();
  worker.postMessage({ file: current.file, side: current.side });
  timer = setTimeout(replace, THUMBNAIL_MS);
}

/** @param {Decoded | null} decoded */
function finish(decoded) {
  clearTimeout(timer);
  current?.receive(decoded);
  current = undefined;
  next();
}

/** The worker has died: another one may fare better with the same picture, once. */
function replace() {
  worker?.terminate();
  worker = undefined;
  if (!current || current.isSecondTry) return finish(null);
  clearTimeout(timer);
  waiting.unshift({ ...current, isSecondTry: true });
  current = undefined;
  next();
}

function start() {
  const begun = spawn(
    new URL('../../workers/thumbnail-worker.js', import.meta.url),
    'offcut pictures',
  );
  begun.onmessage = ({ data }) => finish(data);
  begun.onerror = (event) => {
    event.preventDefault();
    replace();
  };
  begun.onmessageerror = replace;
  return begun;
}
