/** Measures the work on a picture: the time it waits for another one does not count. */
export class WorkClock {
  #began = performance.now();
  #waited = 0;
  #waitingSince = 0;

  /** @param {string} phase of the engine's progress */
  enter(phase) {
    this.#waited = this.#waits;
    this.#waitingSince = phase === 'wait' ? performance.now() : 0;
  }

  /** Milliseconds. */
  get elapsed() {
    return performance.now() - this.#began - this.#waits;
  }

  get #waits() {
    return this.#waited + (this.#waitingSince ? performance.now() - this.#waitingSince : 0);
  }
}
