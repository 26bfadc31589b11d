/**
 * Asks a worker again and again for a sign of life. What counts is how often it was asked in vain:
 * a page that was frozen, or a device that slept, has not waited.
 */
export class Heartbeat {
  #everyMs;
  #ask;
  #limit;
  #onSilence;
  #timer = 0;
  #silence = 0;

  /**
   * @param {{
   *   everyMs: number,
   *   ask: () => void,
   *   limit: () => number,
   *   onSilence: (seconds: number) => void,
   * }} worker
   * `everyMs`: how often it is asked; `ask`: asks it; `limit`: milliseconds that it may keep silent; `onSilence`: called once it has.
   */
  constructor({ everyMs, ask, limit, onSilence }) {
    this.#everyMs = everyMs;
    this.#ask = ask;
    this.#limit = limit;
    this.#onSilence = onSilence;
  }

  /** From now on it has to be heard of. */
  begin() {
    if (this.#timer) return;
    this.heard();
    this.#wait();
  }

  /** It need not be heard of any more. */
  end() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  /** It has said something. */
  heard() {
    this.#silence = 0;
  }

  #wait() {
    this.#timer = setTimeout(() => this.#beat(), this.#everyMs);
  }

  #beat() {
    if (this.#silence < this.#limit()) {
      this.#silence += this.#everyMs;
      this.#ask();
      return this.#wait();
    }
    this.end();
    this.#onSilence(Math.round(this.#silence / 1000));
  }
}
