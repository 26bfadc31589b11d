/** After so long without a call, ONNX Runtime is ended. */
const SHORT_MS = 120_000;

/** After so long without a call, so is Python, if its heap has grown. */
const LONG_MS = 300_000;

/**
 * Bytes of Python's heap up to which it is not begun anew: it is a third of that at first, and
 * twice that after a picture of 12 megapixels.
 */
export const MOST_HEAP = 160e6;

/** Tells when nothing has been asked of the workers for a while, so that they may give memory back. */
export class Idleness {
  #onIdle;
  /** @type {number[]} */
  #timers = [];

  /** @param {(isLong: boolean) => void} onIdle called after a short and after a long time */
  constructor(onIdle) {
    this.#onIdle = onIdle;
  }

  /** Nothing is asked for any more. */
  begin() {
    this.end();
    this.#timers = [
      setTimeout(() => this.#onIdle(false), SHORT_MS),
      setTimeout(() => this.#onIdle(true), LONG_MS),
    ];
  }

  /** Something is asked for. */
  end() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}
