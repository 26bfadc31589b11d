import { sha256 } from './digest.js';
import { path, scope } from './scope.js';

/**
 * @typedef {import('./request-log.js').Journal} Journal
 * @typedef {import('./network.js').Network} Network
 * @typedef {{
 *   release: string,
 *   order: import('./release-order.js').Order,
 *   share: boolean,
 *   headers: Record<string, string>,
 *   files: Record<string, [bytes: number, sha256: string]>,
 * }} Build
 * `files`: by address relative to the site. `share`: whether the app takes pictures from the
 * operating system's share sheet.
 */

export const PREFIX = `offcut-app ${path} `;
/** Where each cache keeps what its files must hash to. */
export const LIST = new URL('offcut-files.json', scope).href;
const PAGE = 'index.html';
const AT_ONCE = 4;

/**
 * The files of one release of the site, in one cache; each is held against its SHA-256 whenever it
 * is read or fetched, so that neither a failing disk nor a server in the middle of a deployment can
 * slip in something else.
 */
export class SiteFiles {
  #release;
  #files;
  #headers;
  #network;
  #journal;
  #complete = false;
  /** @type {Map<string, Promise<Response>>} */
  #underWay = new Map();
  /** Whether there was room for all that had to be kept. */
  room = true;
  /** Whether what is kept could be read when it was last looked at. */
  readable = true;

  /**
   * @param {Build} build
   * @param {Network} network
   * @param {Journal} journal
   */
  constructor({ release, headers, files }, network, journal) {
    this.#release = release;
    this.#files = new Map(Object.entries(files));
    this.#headers = headers;
    this.#network = network;
    this.#journal = journal;
    /** Name of the cache. */
    this.cacheName = PREFIX + release;
  }

  /**
   * Which file a request is for; none if it is for something else.
   *
   * @param {Request} request
   * @returns {string | undefined}
   */
  nameOf({ url, mode }) {
    const address = new URL(url);
    address.hash = '';
    if (mode === 'navigate') address.search = '';
    if (!address.href.startsWith(scope)) return undefined;
    const name = address.href.slice(scope.length) || PAGE;
    return this.#files.has(name) ? name : undefined;
  }

  /**
   * Whether an address is one of this release's files.
   *
   * @param {string} url
   */
  holds(url) {
    return url.startsWith(scope) && this.#files.has(url.slice(scope.length));
  }

  /** Every file's name. */
  get names() {
    return [...this.#files.keys()];
  }

  /** @returns {Promise<Omit<import('./messages.js').State, 'offlineOnly'>>} */
  async state() {
    const missing = await this.missing();
    const here = this.names.filter((name) => !missing.includes(name));
    return {
      release: this.#release,
      files: this.#files.size,
      missing: missing.length,
      bytes: here.reduce((sum, name) => sum + this.#entry(name)[0], 0),
      room: this.room,
      readable: this.readable,
    };
  }

  /**
   * @param {string} name
   * @param {string} by what asked
   * @returns {Promise<Response>} rejects if the file is neither here nor to be had
   */
  async respond(name, by) {
    const kept = await this.#kept(name);
    // a page that is kept without its modules would look for them on a server that may have others
    if (!kept || !(isFixed(name) || (await this.isComplete()))) {
      const fetched = await this.#fetched(name, by).catch((error) => {
        if (kept) return null;
        throw error;
      });
      if (fetched && (fetched.ok || !kept)) return fetched;
    }
    const [bytes] = this.#entry(name);
    this.#journal.note({ method: 'GET', url: urlOf(name), by, from: 'device', bytes });
    return /** @type {Response} */ (kept);
  }

  /** Whether all files are here. */
  async isComplete() {
    this.#complete ||= (await this.missing()).length === 0;
    return this.#complete;
  }

  /** Names of the files that are not here; all of them if the store can't be read. */
  async missing() {
    const kept = new Set();
    try {
      const cache = await caches.open(this.cacheName);
      for (const { url } of await cache.keys()) kept.add(url);
      this.readable = true;
    } catch (error) {
      this.readable = false;
      console.warn('What is kept on this device can not be read:', error);
    }
    return this.names.filter((name) => !kept.has(urlOf(name)));
  }

  /**
   * Fetch what is missing, or take it over from an older release.
   *
   * Rejects if anything can't be had or kept: a release is there as a whole or not at all.
   */
  async complete() {
    const cache = await caches.open(this.cacheName);
    // for the worker of the next release, which serves these to tabs that stay with this one
    await cache.put(LIST, Response.json(Object.fromEntries(this.#files)));
    const missing = await this.missing();
    const next = async () => {
      for (let name = missing.pop(); name !== undefined; name = missing.pop()) {
        if (await this.#takeOver(name)) continue;
        const response = await this.#fetched(name, 'service worker');
        if (!response.ok) throw new TypeError(`${name}: the server answered ${response.status}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    const rest = await this.missing();
    if (rest.length) throw new TypeError(`${rest.length} files could not be kept`);
  }

  /** Delete all that is kept. */
  async forget() {
    this.#complete = false;
    await caches.delete(this.cacheName);
  }

  /** @param {string} name */
  #entry(name) {
    return /** @type {[bytes: number, sha256: string]} */ (this.#files.get(name));
  }

  /**
   * @param {string} name
   * @param {ArrayBuffer} bytes
   */
  async #isGenuine(name, bytes) {
    const [size, hash] = this.#entry(name);
    return bytes.byteLength === size && (await sha256(bytes)) === hash;
  }

  /**
   * @param {string} name
   * @returns {Promise<Response | null>}
   */
  async #kept(name) {
    try {
      const cache = await caches.open(this.cacheName);
      const response = await cache.match(urlOf(name));
      if (response && (await this.#isGenuine(name, await response.clone().arrayBuffer()))) {
        return response;
      }
      await cache.delete(urlOf(name)); // else it would count as kept
    } catch {
      // an entry that can't be read is as good as none: the file is fetched anew
    }
    this.#complete = false;
    return null;
  }

  /**
   * @param {string} name
   * @param {string} by
   */
  async #fetched(name, by) {
    let fetching = this.#underWay.get(name);
    if (!fetching) {
      fetching = this.#fetch(name, by).finally(() => this.#underWay.delete(name));
      this.#underWay.set(name, fetching);
    }
    return (await fetching).clone();
  }

  /**
   * @param {string} name
   * @param {string} by
   */
  async #fetch(name, by) {
    for (const cache of /** @type {RequestCache[]} */ ([
      isFixed(name) ? 'default' : 'no-cache',
      'reload',
    ])) {
      const response = await this.#network.fetch(new Request(urlOf(name), { cache }), by);
      if (!response.ok) return this.#answer(await response.arrayBuffer(), response);
      const bytes = await response.arrayBuffer();
      if (await this.#isGenuine(name, bytes)) {
        await this.#keep(name, this.#answer(bytes, response));
        return this.#answer(bytes, response);
      }
      // another release's: whole in itself, for all that it loads has addresses of its own
      if (!isFixed(name) && by !== 'service worker') return this.#answer(bytes, response);
    }
    throw new TypeError(`${name} is not what it should be.`);
  }

  /**
   * @param {string} name
   * @returns {Promise<boolean>} whether an older release had the same file
   */
  async #takeOver(name) {
    for (const older of await caches.keys()) {
      if (!older.startsWith(PREFIX) || older === this.cacheName) continue;
      const response = await readFrom(older, urlOf(name));
      const bytes = await response?.arrayBuffer().catch(() => undefined); // a disk can fail
      if (response && bytes && (await this.#isGenuine(name, bytes))) {
        await this.#keep(name, this.#answer(bytes, response));
        return true;
      }
    }
    return false;
  }

  /**
   * @param {string} name
   * @param {Response} response
   */
  async #keep(name, response) {
    try {
      const cache = await caches.open(this.cacheName);
      await cache.put(urlOf(name), response);
    } catch (error) {
      this.room = false; // it is used all the same, and the page says that it is not kept
      console.warn(`${name} is not kept on this device:`, error);
    }
  }

  /**
   * @param {ArrayBuffer} bytes
   * @param {Response} response the one that brought them
   */
  #answer(bytes, { status, statusText, headers }) {
    const type = headers.get('Content-Type');
    const all = { ...(type && { 'Content-Type': type }), ...this.#headers };
    return new Response(bytes, { status, statusText, headers: all });
  }
}

/**
 * @param {string} cacheName
 * @param {string} url
 * @returns {Promise<Response | undefined>} none either if it can't be read
 */
async function readFrom(cacheName, url) {
  try {
    return await (await caches.open(cacheName)).match(url);
  } catch {
    return undefined;
  }
}

/**
 * Whether a file's address names its content, so that no other release has another file there.
 *
 * @param {string} name
 */
function isFixed(name) {
  return /^(assets|runtime)\/|\?/.test(name);
}

/** @param {string} name */
function urlOf(name) {
  // some hosts send a redirect for index.html
  return new URL(name === PAGE ? './' : name, scope).href;
}
