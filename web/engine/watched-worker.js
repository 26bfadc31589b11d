/**
 * How long a worker may keep silent before it is begun again. It grows as that happens, since the
 * device or the network may only be slow.
 */
let patienceMs = 20_000;

/** How often a worker may end before it is ready. */
const MOST_ENDS = 3;

/**
 * So many times as long, once it was heard of: what gets lost is lost at the beginning, while
 * WebKit compiles Python for half a minute on a slow device, without a word.
 */
const AT_WORK = 3;

/**
 * A worker that is begun again as long as nothing is heard of it: Firefox now and then loses what a
 * worker imports, and says nothing. Once it is ready it may be silent. If it ends then, by whatever
 * cause, that is an error of it.
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
  #ends = 0;
  /** Until the lock is got that a worker holds as long as it lives. */
  #waiting = new AbortController();
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
    this.#endWorker();
  }

  #endWorker() {
    this.#waiting.abort();
    this.#waiting = new AbortController();
    this.#worker.terminate();
  }

  #begin() {
    const worker = this.#spawn();
    worker.onmessage = (event) => {
      if (event.data.kind === 'lock') return this.#expectEnd(event.data.name);
      this.#isHeard = true;
      if (event.data.kind === this.#readyKind) {
        this.#isReady = true;
        this.#posted = [];
      }
      this.#expectLife();
      this.onmessage?.(event);
    };
    worker.onerror = (event) => this.#fail(event);
    worker.onmessageerror = () => this.#fail(errorOf('its message could not be read'));
    return worker;
  }

  #beginAgain() {
    this.#endWorker();
    this.#isHeard = false;
    this.#worker = this.#begin();
    for (const message of this.#posted) this.#worker.postMessage(message);
    this.#expectLife();
  }

  /** @param {ErrorEvent} event */
  #fail(event) {
    clearTimeout(this.#timer);
    this.#waiting.abort();
    this.broken = true;
    this.onerror?.(event);
  }

  /** @param {string} lock that the worker holds as long as it lives, see web/workers/hold-lock.js */
  #expectEnd(lock) {
    const { signal } = this.#waiting;
    const end = () => {
      if (signal.aborted) return;
      this.#ends += 1;
      if (this.#isReady || this.#ends > MOST_ENDS) this.#fail(errorOf('it was ended'));
      else this.#beginAgain();
    };
    navigator.locks?.request(lock, { signal }, end).catch(() => {}); // then silence tells
  }

  #expectLife() {
    clearTimeout(this.#timer);
    if (!this.#isWatched || this.#isReady || this.broken) return;
    const patience = this.#isHeard ? AT_WORK * patienceMs : patienceMs;
    this.#timer = setTimeout(() => {
      patienceMs *= 2;
      this.#beginAgain();
    }, patience);
  }
}

/**
 * @param {string} message
 * @returns {ErrorEvent} as much of it as is used
 */
function errorOf(message) {
  const event = { type: 'error', message, preventDefault() {} };
  return /** @type {ErrorEvent} */ (/** @type {unknown} */ (event));
}
