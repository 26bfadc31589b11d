/** @typedef {import('../../engine/python-client.js').Progress} Progress */

/** What follows on what. The engine loads the model while it prepares the picture. */
const ORDER = ['start', 'preprocess', 'load', 'infer', 'postprocess', 'output'];

/** Tells of what the engine reports what is to be shown: never a step back, and nothing untrue. */
export class TrueProgress {
  #isStored;
  #isAlone;
  #reached = -1;

  /**
   * @param {{isStored: boolean, isAlone: () => boolean}} known whether the model lies on this device:
   *   then it is read, which takes a moment, and not downloaded; and whether no other picture is being
   *   worked on: then there is none to wait for
   */
  constructor({ isStored, isAlone }) {
    this.#isStored = isStored;
    this.#isAlone = isAlone;
  }

  /**
   * @param {Progress} progress
   * @returns {boolean} whether it is to be shown
   */
  takes({ phase, frames }) {
    if (phase === 'wait') return !this.#isAlone();
    if (phase === 'load' && this.#isStored) return false;
    const at = ORDER.indexOf(phase);
    // Python has begun anew, and so does the picture; of an animation, each frame is a beginning
    const isAnew = phase === 'start' || frames !== undefined;
    if (at < this.#reached && !isAnew) return false;
    this.#reached = at;
    return at >= 0;
  }
}
