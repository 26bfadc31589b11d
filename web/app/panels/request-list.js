import { ask, isControlled } from '../boot/site-worker.js';

/** @typedef {import('../../service-worker/messages.js').Entry} Entry */

/** With what the ids of entries begin that the browser tells. */
const PAGE = 'page';
const path = new URL('./', location.href).pathname;

/**
 * Every request since this page was loaded: the service worker sees those of the page and of its
 * workers alike, and its own. Without it, only the page's are known.
 */
export class Requests {
  /** In their order, by their id. @type {Map<string, Entry>} */
  #entries = new Map();
  #onChange;
  /** @type {PerformanceObserver | null} */
  #observer = null;
  /** Whether those of the workers are among them. */
  whole = isControlled();

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
    if (this.whole) this.#listen();
    else this.#observe();
    navigator.serviceWorker?.addEventListener('controllerchange', () => {
      if (!this.#observer) return;
      this.#observer.disconnect(); // the service worker sees the same and more
      this.#observer = null;
      this.#listen();
    });
  }

  get entries() {
    return [...this.#entries.values()];
  }

  #listen() {
    const channel = new BroadcastChannel(`offcut-requests ${path}`);
    channel.onmessage = ({ data }) => this.#add(data);
    ask('journal').then(
      (/** @type {Entry[]} */ entries) => {
        const before = entries.map((entry) => /** @type {const} */ ([entry.id, entry]));
        this.#entries = new Map([...this.#unseen(), ...before, ...this.#entries]);
        this.#onChange();
      },
      () => {}, // the list goes on from here
    );
  }

  #observe() {
    this.#observer = new PerformanceObserver((list) => {
      for (const entry of /** @type {PerformanceResourceTiming[]} */ (list.getEntries())) {
        if (!entry.name.startsWith('http')) continue; // a Blob's or a data URL goes nowhere
        const { name: url, startTime, encodedBodySize: bytes, initiatorType: by } = entry;
        // the browser tells neither the method nor, of what it refused, that it did
        const answered = entry.responseStatus !== 0;
        const from = !answered ? 'failed' : entry.transferSize === 0 ? 'device' : 'network';
        const at = performance.timeOrigin + startTime;
        const id = `${PAGE} ${this.#entries.size}`;
        this.#add({ id, at, method: '', url, by, from, bytes });
      }
    });
    this.#observer.observe({ type: 'resource', buffered: true });
  }

  /** What happened before there was a service worker. */
  #unseen() {
    return [...this.#entries].filter(([id]) => id.startsWith(PAGE));
  }

  /** @param {Entry} entry */
  #add(entry) {
    this.#entries.set(entry.id, entry);
    this.#onChange();
  }
}

/**
 * What a file is for.
 *
 * @param {string} url
 * @returns {'model' | 'samples' | 'onnx-runtime' | 'python' | 'page'}
 */
export function kindOf(url) {
  const name = new URL(url).pathname.slice(path.length);
  if (/^models\/./.test(name)) return 'model';
  if (/^samples\/./.test(name)) return 'samples';
  if (/^runtime\/.*\/ort/.test(name)) return 'onnx-runtime';
  if (/^runtime\/|\.whl$/.test(name)) return 'python';
  return 'page';
}

/**
 * A request that breaks the promise: it carries something, or goes elsewhere.
 *
 * @param {Entry} entry
 */
export function isForeign({ method, url }) {
  return (method !== 'GET' && method !== '') || new URL(url).origin !== location.origin;
}
