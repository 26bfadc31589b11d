import { spawn } from '../../engine/integrity/spawn-worker.js';

/**
 * @typedef {{bitmap: ImageBitmap, width: number, height: number}} Decoded
 * `width`, `height`: of the picture in the file, which the bitmap may be smaller than.
 * @typedef {(decoded: Decoded | null) => void} Receive
 * @typedef {{file: Blob, side: number, receive: Receive}} Job
 */

/** @type {Worker | undefined} */
let worker;
/** @type {Job[]} */
const waiting = [];
/** One at a time: a decoded picture can take a hundred megabytes. @type {Job | undefined} */
let current;

/**
 * Decode a picture's file, off this thread.
 *
 * @param {Blob} file
 * @param {number} side pixels of the longer side at most
 * @param {boolean} [isUrgent] whether it goes before others that wait
 * @returns {Promise<Decoded | null>} null for what the browser can't decode
 */
export function decode(file, side, isUrgent = false) {
  worker ??= start();
  return new Promise((receive) => {
    const job = { file, side, receive };
    if (isUrgent) waiting.unshift(job);
    else waiting.push(job);
    next();
  });
}

function next() {
  if (current || !worker) return;
  current = waiting.shift();
  if (current) worker.postMessage({ file: current.file, side: current.side });
}

/** @param {Decoded | null} decoded */
function finish(decoded) {
  current?.receive(decoded);
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
    worker = undefined; // another may fare better
    finish(null);
  };
  return begun;
}
