import { sha256 } from './digest.js';
import { path, scope, worker } from './scope.js';
import { LIST, PREFIX } from './release-files.js';

/** @typedef {import('./release-files.js').SiteFiles} SiteFiles */

/**
 * What earlier releases have left. A tab that still runs one keeps it: it holds a lock of the
 * cache's name for as long as it lives.
 */
export class OlderReleases {
  #current;

  /** @param {SiteFiles} current */
  constructor(current) {
    this.#current = current;
  }

  /**
   * A file that an open tab of an older release asks for.
   *
   * @param {string} url
   * @returns {Promise<Response | undefined>} none either if the store can't be read
   */
  find(url) {
    return this.#find(url).catch(() => undefined);
  }

  /** @param {string} url */
  async #find(url) {
    for (const name of await this.#names()) {
      const cache = await caches.open(name);
      const [list, kept] = await Promise.all([cache.match(LIST), cache.match(url)]);
      if (!list || !kept) continue;
      const [, hash] = (await list.json())[url.slice(scope.length)] ?? [];
      if ((await sha256(await kept.clone().arrayBuffer())) === hash) return kept;
    }
    return undefined;
  }

  /** Delete what no open tab uses; nothing of anybody else's. Rejects if the store fails. */
  async sweep() {
    const { installing, waiting } = worker.registration;
    if (installing || waiting) return; // the next release's cache is no older one
    const used = await locked();
    if (!used) return;
    const older = await this.#names();
    const unused = older.filter((name) => !used.has(name));
    await Promise.all(unused.map((name) => caches.delete(name)));
    if (unused.length === older.length) await this.#sweepModels();
  }

  async #names() {
    const names = await caches.keys();
    return names.filter((name) => name.startsWith(PREFIX) && name !== this.#current.cacheName);
  }

  /** Parts and files of models that this release does not have: nothing would ever read them. */
  async #sweepModels() {
    const list = this.#current.names.find((name) => name.startsWith('models/'));
    const manifest =
      list && (await caches.match(new URL(list, scope), { cacheName: this.#current.cacheName }));
    if (!manifest) return;
    const { variants } = await manifest.json();
    const used = new Set([new URL(list, scope).href]);
    for (const { parts, files } of variants) {
      for (const part of parts) used.add(new URL(`models/${part.path}`, scope).href);
      for (const file of files) used.add(new URL(`models/unpacked/${file.sha256}`, scope).href);
    }
    const cache = await caches.open(`offcut-models ${path}models/`);
    const entries = await cache.keys();
    await Promise.all(entries.map((entry) => used.has(entry.url) || cache.delete(entry)));
  }
}

/**
 * Names of the caches that open tabs hold.
 *
 * @returns {Promise<Set<string | undefined> | null>} null if that can't be known, for there are no
 *   locks here, and several tabs are open
 */
async function locked() {
  try {
    const { held = [] } = await navigator.locks.query();
    return new Set(held.map(({ name }) => name));
  } catch {
    const tabs = await worker.clients.matchAll({ includeUncontrolled: true, type: 'window' });
    return tabs.length > 1 ? null : new Set();
  }
}
