/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/state.js').Picture} Picture
 */

/** Shows the first that is done of the pictures that came last, unless somebody is at work. */
export class Newest {
  #store;
  /** @type {Set<number>} */
  #awaited = new Set();

  /** @param {AppStore} store */
  constructor(store) {
    this.#store = store;
  }

  /** @param {Picture[]} pictures that have just come */
  came(pictures) {
    this.#awaited = new Set(pictures.map(({ id }) => id));
  }

  /** Somebody chose a picture or works on one: no other takes its place. */
  stay() {
    this.#awaited.clear();
  }

  /** @param {number} id of a picture that is done */
  done(id) {
    if (!this.#awaited.has(id)) return;
    this.#awaited.clear();
    if (!this.#store.state.isTouching) this.#store.set({ selected: id });
  }
}
