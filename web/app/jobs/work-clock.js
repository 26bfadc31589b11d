/** What is work on a picture: starting, fetching the model and waiting for others is not. */
const WORK = new Set(['preprocess', 'infer', 'postprocess', 'empty', 'output']);

/** Measures the work on a picture. */
export class WorkClock {
  #phase = '';
  #since = 0;
  #elapsed = 0;
  #looked = 0;

  /** @param {string} phase of the engine's progress */
  enter(phase) {
    const { elapsed, looked } = this;
    this.#elapsed = elapsed;
    this.#looked = looked;
    this.#phase = phase;
    this.#since = performance.now();
  }

  /** Milliseconds. */
  get elapsed() {
    return this.#elapsed + (WORK.has(this.#phase) ? performance.now() - this.#since : 0);
  }

  /** Milliseconds of it that the network took. */
  get looked() {
    return this.#looked + (this.#phase === 'infer' ? performance.now() - this.#since : 0);
  }
}
