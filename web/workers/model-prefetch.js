/**
 * Of the six connections that a browser opens to an HTTP/1.1 server, two stay for Python's files.
 */
const AT_ONCE = 4;

/**
 * Bytes a millisecond on average, once a part has been on its way for ten times as long as it may
 * stall; as in offcut/models/fetching.py.
 */
const SLOWEST = 2;

/** The page takes a worker that keeps silent for lost. */
const NEWS_EVERY_MS = 1000;

/** Kinds of calls; of these, those that come with a mask don't. */
const NEEDS_MODEL = new Set(['cut-out', 'preload']);

/**
 * @typedef {{path: string, url: string}} Part
 *
 * @typedef {{
 *   cacheName: string,
 *   findParts: (model?: string) => Promise<Part[]>,
 *   stalled: number,
 * }} Models
 * `stalled`: seconds without a byte after which a part is given up.
 */

/**
 * Fetches parts of the model that a call asks for into Cache Storage while Python is still being
 * loaded. Whatever goes wrong is left to Python's model store (offcut/browser/store): that verifies
 * what is kept, fetches what is not, and says why if it can't.
 */
export class ModelPrefetch {
  /** Bytes that have arrived, by a part's path. @type {Map<string, number>} */
  loaded = new Map();
  /** Called whenever some do. @type {((path: string, bytes: number) => void) | null} */
  onprogress = null;

  #models;
  #onNews;
  #onModel;
  #lastNews = -Infinity;
  /** Ids of the calls that want it. @type {Set<number>} */
  #calls = new Set();
  /** @type {string | undefined} */
  #model;
  #stop = new AbortController();
  #isOver = false;

  /**
   * @param {Models} models
   * @param {() => void} onNews called now and then while something arrives
   * @param {(model?: string) => void} onModel called with the model that is asked for, unless
   *   memory matters more than time
   */
  constructor(models, onNews, onModel) {
    this.#models = models;
    this.#onNews = onNews;
    this.#onModel = onModel;
  }

  /**
   * Take note of what the page asks for.
   *
   * @param {{kind: string, id: number, model?: string, mask?: Blob, small?: boolean}} message
   */
  heed({ kind, id, model, mask, small }) {
    if (kind === 'cancel') {
      if (this.#calls.delete(id) && this.#calls.size === 0) this.stop();
      return;
    }
    if (mask || !NEEDS_MODEL.has(kind)) return;
    if (this.#calls.size === 0) {
      this.#model = model;
      this.#begin();
      if (!small) this.#onModel(model);
    }
    if (model === this.#model) this.#calls.add(id); // any other model has to wait for Python
  }

  /** Begin no more: Python is there. What is under way goes on. */
  handOver() {
    this.#isOver = true;
  }

  /** Give up what is under way. */
  stop() {
    this.#stop.abort();
  }

  async #begin() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const left = await this.#models.findParts(this.#model).catch(() => []);
    const next = async () => {
      for (let part = left.shift(); part; part = left.shift()) {
        await this.#fetchLocked(part, signal).catch(() =>
          this.#count(/** @type {Part} */ (part).path, 0),
        );
      }
    };
    for (let count = 0; count < AT_ONCE; count += 1) next();
  }

  /**
   * By the lock that Python takes too (offcut/browser/store/lock.py), one tab fetches for all.
   *
   * @param {Part} part
   * @param {AbortSignal} signal
   */
  async #fetchLocked(part, signal) {
    const { cacheName } = this.#models;
    await navigator.locks.request(
      `${cacheName} ${part.path}`,
      { ifAvailable: true },
      async (lock) => {
        const cache = await caches.open(cacheName);
        if (!lock || (await cache.match(part.url)) || signal.aborted || this.#isOver) return;
        await this.#fetch(part, cache, signal);
      },
    );
  }

  /**
   * @param {Part} part
   * @param {Cache} cache
   * @param {AbortSignal} signal
   */
  async #fetch({ path, url }, cache, signal) {
    const controller = new AbortController();
    const end = () => controller.abort();
    signal.addEventListener('abort', end);
    const patience = this.#models.stalled * 1000;
    let timer = setTimeout(end, patience);
    let bytes = 0;
    const start = performance.now();
    const counter = new TransformStream({
      transform: (chunk, stream) => {
        clearTimeout(timer);
        timer = setTimeout(end, patience);
        bytes += chunk.byteLength;
        if (performance.now() - start > 10 * patience + bytes / SLOWEST) end();
        this.#count(path, bytes);
        stream.enqueue(chunk);
      },
    });
    try {
      const { ok, body } = await fetch(url, {
        cache: 'no-store', // a second copy in the HTTP cache would only take room
        credentials: 'same-origin',
        redirect: 'error', // it could lead to another site
        priority: 'low',
        signal: controller.signal,
      });
      if (ok && body) await cache.put(url, new Response(body.pipeThrough(counter)));
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      end(); // of an answer that nobody reads
    }
  }

  /**
   * @param {string} path
   * @param {number} bytes
   */
  #count(path, bytes) {
    this.loaded.set(path, bytes);
    this.onprogress?.(path, bytes);
    const now = performance.now();
    if (now - this.#lastNews < NEWS_EVERY_MS) return;
    this.#lastNews = now;
    this.#onNews();
  }
}
