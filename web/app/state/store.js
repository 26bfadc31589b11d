/**
 * All that the page shows, in one place: views read it and watch its changes, and only actions
 * (jobs/) write it. A state is never changed, but replaced.
 *
 * @template {object} T
 */
export class Store {
  /** @type {T} */
  #state;
  /** @type {Set<(state: T, before: T) => void>} */
  #watchers = new Set();

  /** @param {T} state */
  constructor(state) {
    this.#state = state;
  }

  get state() {
    return this.#state;
  }

  /** @param {Partial<T>} change */
  set(change) {
    const before = this.#state;
    this.#state = { ...before, ...change };
    for (const watcher of this.#watchers) watcher(this.#state, before);
  }

  /**
   * Call a watcher with the state, at once and after every change.
   *
   * @param {(state: T, before: T) => void} watcher
   * @returns {() => void} ends it
   */
  watch(watcher) {
    this.#watchers.add(watcher);
    watcher(this.#state, this.#state);
    return () => this.#watchers.delete(watcher);
  }
}
