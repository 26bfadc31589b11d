/** What the service worker needs of a browser: its scope, and Cache Storage in memory. */

export const SCOPE = 'https://example.org/offcut/';

/** A cache that keeps clones by address. */
class MemoryCache {
  /** @type {Map<string, Response>} */
  entries = new Map();

  /** @param {string} url */
  async match(url) {
    return this.entries.get(url)?.clone();
  }

  /**
   * @param {string} url
   * @param {Response} response
   */
  async put(url, response) {
    this.entries.set(url, response);
  }

  /** @param {string} url */
  async delete(url) {
    return this.entries.delete(url);
  }

  async keys() {
    return [...this.entries.keys()].map((url) => new Request(url));
  }
}

/** @type {Map<string, MemoryCache>} */
const stores = new Map();

export const caches = {
  /** @param {string} name */
  async open(name) {
    const cache = stores.get(name) ?? new MemoryCache();
    stores.set(name, cache);
    return cache;
  },

  /**
   * @param {string} url
   * @param {{cacheName: string}} options
   */
  async match(url, { cacheName }) {
    return stores.get(cacheName)?.match(url);
  },

  /** @param {string} name */
  async delete(name) {
    return stores.delete(name);
  },

  async keys() {
    return [...stores.keys()];
  },
};

/** Messages that nobody hears. */
class Channel {
  postMessage() {}
}

Object.assign(globalThis, {
  registration: { scope: SCOPE },
  caches,
  BroadcastChannel: Channel,
});
