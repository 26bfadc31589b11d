import { path, scope } from './scope.js';

const CACHE = `offcut-settings ${path}`;
const KEY = new URL('offline-only', scope).href;

/**
 * The switch by which a user forbids every request to the network.
 *
 * It lies in Cache Storage, the one store that outlives this worker and that it can read at once.
 */
export class OfflineOnly {
  /** What was known last, for when the store can't be read. */
  #last = false;

  /**
   * Whether it is on; asked anew each time, for another release's worker may have turned it.
   *
   * @returns {Promise<boolean>}
   */
  get on() {
    return this.#read().catch(() => this.#last);
  }

  async #read() {
    this.#last = (await caches.match(KEY, { cacheName: CACHE })) !== undefined;
    return this.#last;
  }

  /**
   * @param {boolean} on
   * @returns {Promise<void>} rejects if that can't be stored
   */
  async turn(on) {
    const cache = await caches.open(CACHE);
    if (on) await cache.put(KEY, new Response('on'));
    else await cache.delete(KEY);
    this.#last = on;
  }
}
