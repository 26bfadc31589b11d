/**
 * How long a worker may keep silent before it is begun again. It grows as that happens, since the
 * device or the network may only be slow.
 */
let patienceMs = 20_000;

/**
 * So many times as long, once it was heard of: what gets lost is lost at the beginning, while
 * WebKit compiles Python for half a minute on a slow device, without a word.
 */
const AT_WORK = 3;

/**
 * A worker that is begun again as long as nothing is heard of it: Firefox now and then loses what a
 * worker imports, and says nothing. Once it is ready it is left alone.
 */
export class WatchedWorker {
  /** @type {((event: MessageEvent) => void) | null} */
  onmessage = null;
  /** @type {((event: ErrorEvent) => void) | null} */
  onerror = null;
  /** Whether it failed, maybe before anybody listened. */
  broken = false;

  #spawn;
  #readyKind;
  #isWatched = false;
  #isReady = false;
  #isHeard = false;
  #timer = 0;
  /** What a new one has to be told too. @type {unknown[]} */
  #posted = [];
  #worker;

  /**
   * @param {() => Worker} spawn
   * @param {string} readyKind the `kind` of the message by which it says that it is ready
   */
  constructor(spawn, readyKind) {
    this.#spawn = spawn;
    this.#readyKind = readyKind;
    this.#worker = this.#begin();
  }

  /** From now on it has to be heard of. */
  watch() {
    this.#isWatched = true;
    this.#expectLife();
  }

  /**
   * @param {unknown} message
   * @param {StructuredSerializeOptions} [options] nothing can be transferred before it is ready
   */
  postMessage(message, options) {
    this.#worker.postMessage(message, options);
    if (!this.#isReady) this.#posted.push(message);
  }

  terminate() {
    clearTimeout(this.#timer);
    this.onmessage = null;
    this.onerror = null;
    this.#worker.terminate();
  }

  #begin() {
    const worker = this.#spawn();
    worker.onmessage = (event) => {
      this.#isHeard = true;
      if (event.data.kind === this.#readyKind) {
        this.#isReady = true;
        this.#posted = [];
      }
      this.#expectLife();
      this.onmessage?.(event);
    };
    worker.onerror = (event) => {
      clearTimeout(this.#timer);
      this.broken = true;
      this.onerror?.(event);
    };
    return worker;
  }

  #expectLife() {
    clearTimeout(this.#timer);
    if (!this.#isWatched || this.#isReady || this.broken) return;
    const patience = this.#isHeard ? AT_WORK * patienceMs : patienceMs;
    this.#timer = setTimeout(() => {
      patienceMs *= 2;
      this.#isHeard = false;
      this.#worker.terminate();
      this.#worker = this.#begin();
      for (const message of this.#posted) this.#worker.postMessage(message);
      this.#expectLife();
    }, patience);
  }
}
