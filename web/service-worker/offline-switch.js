import { path, scope } from './scope.js';

const CACHE = `offcut-settings ${path}`;
const KEY = new URL('offline-only', scope).href;

/**
 * The switch by which a user forbids every request to the network.
 *
 * It lies in Cache Storage, the one store that outlives this worker and that it can read at once.
 */
export class OfflineOnly {
  /** Whether it is on; asked anew each time, for another release's worker may have turned it. */
  get on() {
    return caches.match(KEY, { cacheName: CACHE }).then((entry) => entry !== undefined);
  }

  /** @param {boolean} on */
  async turn(on) {
    const cache = await caches.open(CACHE);
    if (on) await cache.put(KEY, new Response('on'));
    else await cache.delete(KEY);
  }
}
