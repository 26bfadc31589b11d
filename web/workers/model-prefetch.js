import { cacheName, findParts } from '../engine/models/catalogue.js';

/**
 * Of the six connections that a browser opens to an HTTP/1.1 server, two stay for Python's files.
 */
const AT_ONCE = 4;

/** The page takes a worker that keeps silent for lost. */
const NEWS_EVERY_MS = 1000;

/** Kinds of calls; of these, those that come with a mask don't. */
const NEEDS_MODEL = new Set(['cut-out', 'preload']);

/**
 * @typedef {Awaited<ReturnType<typeof findParts>>[number]} Part
 * @typedef {Pick<Response, 'ok' | 'status' | 'headers'> & {body: ReadableStream}} Answer
 * @typedef {{
 *   path: string,
 *   answer: Promise<Answer>,
 *   controller: AbortController,
 *   release: () => void,
 * }} Begun
 * `release`: whoever ends with the part, stored or not, lets other tabs have it by this.
 */

/**
 * Begins to fetch the model that a call asks for while Python, which does the rest, is still being
 * loaded: the model store (offcut/browser/store/model_store.py) checks and keeps what arrives.
 */
export class EarlyParts {
  #onNews;
  #lastNews = 0;
  /** Ids of the calls that want it. @type {Set<number>} */
  #calls = new Set();
  /** @type {string | undefined} */
  #model;
  /** @type {Map<string, Begun>} */
  #begun = new Map();
  /** Ends what was begun for calls that were cancelled. */
  #stop = new AbortController();
  #isHandedOver = false;

  /** @param {() => void} onNews called now and then while something arrives */
  constructor(onNews) {
    this.#onNews = onNews;
  }

  /**
   * Take note of what the page asks for.
   *
   * @param {{kind: string, id: number, model?: string, mask?: Blob}} message
   */
  heed({ kind, id, model, mask }) {
    if (this.#isHandedOver) return;
    if (kind === 'cancel') {
      if (this.#calls.delete(id) && this.#calls.size === 0) this.#end();
      return;
    }
    if (mask || !NEEDS_MODEL.has(kind)) return;
    if (this.#calls.size === 0) {
      this.#model = model;
      this.#begin();
    }
    if (model === this.#model) this.#calls.add(id); // any other model has to wait for Python
  }

  /**
   * Begin no more.
   *
   * @returns {Begun[]} what was begun: the caller's from now on
   */
  handOver() {
    this.#isHandedOver = true;
    return [...this.#begun.values()];
  }

  #end() {
    this.#stop.abort();
    for (const { controller, release } of this.#begun.values()) {
      controller.abort();
      release();
    }
    this.#begun.clear();
  }

  async #begin() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const left = await findParts(this.#model).catch(() => []); // Python will say why
    const next = async () => {
      for (let part = left.shift(); part; part = left.shift()) await this.#fetch(part, signal);
    };
    for (let count = 0; count < AT_ONCE; count += 1) next();
  }

  /**
   * @param {Part} part
   * @param {AbortSignal} signal
   * @returns {Promise<void>} settles when it is there, has failed, or is no business of this tab
   */
  async #fetch({ path, url, bytes }, signal) {
    const release = await hold(`${cacheName} ${path}`);
    if (!release) return;
    if ((await isKept(url)) || signal.aborted || this.#isHandedOver) {
      release();
      return;
    }
    const controller = new AbortController();
    const { readable, writable } = this.#buffer(bytes);
    let arrival = Promise.resolve();
    const answer = fetch(url, {
      cache: 'no-store', // as in download.py, which takes over
      credentials: 'same-origin',
      priority: 'low',
      signal: controller.signal,
    }).then(({ ok, status, headers, body }) => {
      if (body) arrival = body.pipeTo(writable);
      return { ok, status, headers, body: readable };
    });
    this.#begun.set(path, { path, answer, controller, release });
    await answer.then(() => arrival).catch(() => {}); // Python is told
  }

  /**
   * Takes in a whole part, for nobody reads it yet.
   *
   * @param {number} bytes
   * @returns {TransformStream<Uint8Array, Uint8Array>}
   */
  #buffer(bytes) {
    /** @type {Transformer<Uint8Array, Uint8Array>} */
    const transformer = {
      transform: (chunk, controller) => {
        controller.enqueue(chunk);
        this.#tell();
      },
    };
    const strategy = new ByteLengthQueuingStrategy({ highWaterMark: bytes });
    return new TransformStream(transformer, undefined, strategy);
  }

  #tell() {
    const now = performance.now();
    if (now - this.#lastNews < NEWS_EVERY_MS) return;
    this.#lastNews = now;
    this.#onNews();
  }
}

/** @param {string} url */
async function isKept(url) {
  try {
    return (await caches.match(url, { cacheName })) !== undefined;
  } catch {
    return false; // no Cache Storage here
  }
}

/**
 * Take the lock by which one tab fetches a part for all (offcut/browser/store/lock.py).
 *
 * @param {string} name
 * @returns {Promise<(() => void) | null>} gives it back; null if another tab has it
 */
function hold(name) {
  return new Promise((resolve) => {
    const free = () => resolve(() => {});
    if (!navigator.locks) return free();
    const request = navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock) return new Promise((release) => resolve(() => release(undefined)));
      return resolve(null);
    });
    request.catch(free); // the browser refuses locks here: go on without
  });
}
