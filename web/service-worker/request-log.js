import { path } from './scope.js';

/** @typedef {import('./messages.js').Entry} Entry */

/** More than a visit needs; a worker that lives for days must not grow. */
const MOST = 2000;

/** Every request that the service worker has seen or made, told to all pages as it happens. */
export class Journal {
  /** @type {Entry[]} */
  #entries = [];
  #channel = new BroadcastChannel(`offcut-requests ${path}`);

  /** @param {Omit<Entry, 'at'>} entry */
  note(entry) {
    const full = { at: Date.now(), ...entry };
    this.#entries.push(full);
    if (this.#entries.length > MOST) this.#entries.shift();
    this.#channel.postMessage(full);
  }

  /** What happened since this worker was started last. */
  get entries() {
    return this.#entries;
  }
}
