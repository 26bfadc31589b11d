import { path } from './scope.js';

/** @typedef {import('./messages.js').Entry} Entry */

/** More than a visit needs; a worker that lives for days must not grow. */
const MOST = 2000;
const MOST_PAGES = 100;

/** Every request that the service worker has seen or made, told to all pages as it happens. */
export class Journal {
  /** @type {Entry[]} */
  #entries = [];
  #channel = new BroadcastChannel(`offcut-requests ${path}`);
  /** Tells this run of the worker from any other. */
  #run = crypto.randomUUID();
  #count = 0;
  /**
   * How many entries there were when a page was opened, by its client's id. Not the time: clocks
   * are set back.
   *
   * @type {Map<string, number>}
   */
  #openings = new Map();

  /** @param {Omit<Entry, 'at' | 'id'>} entry */
  note(entry) {
    const full = { at: Date.now(), id: `${this.#run} ${this.#count}`, ...entry };
    this.#count += 1;
    this.#entries.push(full);
    if (this.#entries.length > MOST) this.#entries.shift();
    this.#channel.postMessage(full);
  }

  /**
   * A page is being opened.
   *
   * @param {string} client its id
   */
  open(client) {
    this.#openings.set(client, this.#count);
    const [first] = this.#openings.keys();
    if (first !== undefined && this.#openings.size > MOST_PAGES) this.#openings.delete(first);
  }

  /**
   * What happened since a page was opened, or since this worker was started if that was later.
   *
   * @param {string} client the page's id
   */
  since(client) {
    const first = this.#count - this.#entries.length;
    return this.#entries.slice(Math.max(0, (this.#openings.get(client) ?? 0) - first));
  }
}
