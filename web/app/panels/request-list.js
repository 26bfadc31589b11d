import { ask, isControlled } from '../boot/site-worker.js';

/** @typedef {import('../../service-worker/messages.js').Entry} Entry */

const path = new URL('./', location.href).pathname;

/**
 * Every request since this page was loaded: the service worker sees those of the page and of its
 * workers alike, and its own. Without it, only the page's are known.
 */
export class Requests {
  /** @type {Map<string, Entry>} */
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
    return [...this.#entries.values()].sort((one, other) => one.at - other.at);
  }

  #listen() {
    const channel = new BroadcastChannel(`offcut-requests ${path}`);
    channel.onmessage = ({ data }) => this.#add(data);
    ask('journal').then(
      (/** @type {Entry[]} */ entries) => {
        for (const entry of entries) this.#add(entry);
      },
      () => {}, // the list goes on from here
    );
  }

  #observe() {
    this.#observer = new PerformanceObserver((list) => {
      for (const entry of /** @type {PerformanceResourceTiming[]} */ (list.getEntries())) {
        if (!entry.name.startsWith('http')) continue; // a Blob's or a data URL goes nowhere
        const { name: url, startTime, encodedBodySize: bytes, initiatorType: by } = entry;
        const from = entry.transferSize === 0 ? 'device' : 'network';
        this.#add({ at: performance.timeOrigin + startTime, method: 'GET', url, by, from, bytes });
      }
    });
    this.#observer.observe({ type: 'resource', buffered: true });
  }

  /** @param {Entry} entry */
  #add(entry) {
    if (entry.at < performance.timeOrigin) return; // an earlier page's
    this.#entries.set(`${entry.at} ${entry.method} ${entry.url}`, entry);
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
  return method !== 'GET' || new URL(url).origin !== location.origin;
}
