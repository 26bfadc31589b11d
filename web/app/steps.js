import { duration, megabytes } from './format.js';

/** @typedef {import('../engine/python.js').Progress} Progress */

/** @type {Record<string, string>} */
const WORDS = {
  start: 'Starting Python',
  wait: 'Waiting for the picture before',
  load: 'Step 1 of 5: loading the model',
  preprocess: 'Step 2 of 5: preparing the picture',
  infer: 'Step 3 of 5: finding the subject',
  postprocess: 'Step 4 of 5: cutting out',
  empty: 'No subject was found',
  output: 'Step 5 of 5: writing the file',
};

/** A rate measured over less time than this says nothing yet. */
const SETTLED_MS = 1500;

/** Puts progress into words, and tells how long a download will still take. */
export class Steps {
  /** @type {{at: number, loaded: number} | null} */
  #firstBytes = null;

  /**
   * @param {Progress} progress
   * @returns {string}
   */
  words({ phase, loaded, total }) {
    const words = WORDS[phase] ?? phase;
    // at 0 and at the end there is nothing (left) to fetch: then ONNX Runtime is at work
    if (phase !== 'load' || total <= 1 || loaded === total) return words;
    return `${words}, ${(loaded / 1e6).toFixed(1)} of ${megabytes(total)}${this.#left(loaded, total)}`;
  }

  /**
   * @param {number} loaded
   * @param {number} total
   */
  #left(loaded, total) {
    const now = performance.now();
    this.#firstBytes ??= { at: now, loaded };
    const { at, loaded: before } = this.#firstBytes;
    if (now - at < SETTLED_MS || loaded <= before) return '';
    return `, ${duration(((total - loaded) * (now - at)) / (loaded - before))} left`;
  }
}
