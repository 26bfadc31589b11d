import { duration, megabytes, number } from './format.js';
import { t } from '../i18n/language.js';

/** @typedef {import('../../engine/python-client.js').Progress} Progress */

/** @type {Record<string, import('../i18n/language.js').Key>} */
const WORDS = {
  start: 'step.start',
  wait: 'step.wait',
  load: 'step.load',
  preprocess: 'step.preprocess',
  infer: 'step.infer',
  postprocess: 'step.postprocess',
  empty: 'step.empty',
  output: 'step.output',
};

/**
 * What to say while a result is written anew: of an animation, how far that is.
 *
 * @param {Progress | null} progress
 */
export function updating(progress) {
  const step = t('picture.updating');
  if (progress?.frames === undefined) return step;
  const { frame = 1, frames } = progress;
  return t('step.frame', { step, frame: number(frame), frames: number(frames) });
}

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
  words({ phase, loaded, total, frame, frames }) {
    const name = WORDS[phase] ? t(WORDS[phase]) : phase;
    const values = { step: name, frame: number(frame ?? 0), frames: number(frames ?? 0) };
    const step = frames === undefined ? name : t('step.frame', values);
    if (phase !== 'load' || total <= 1) return step;
    if (loaded === total) return t('step.start'); // all is here, and ONNX Runtime takes it in
    const sizes = { step, loaded: number(loaded / 1e6, 1), total: megabytes(total) };
    const left = this.#left(loaded, total);
    return left ? t('step.loaded.left', { ...sizes, left }) : t('step.loaded', sizes);
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
    return duration(((total - loaded) * (now - at)) / (loaded - before));
  }
}
