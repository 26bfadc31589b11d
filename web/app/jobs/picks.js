import { cutOut } from '../../engine/index.js';
import { toError } from '../i18n/errors.js';
import { forward } from '../state/history.js';
import { chosenAmong } from '../state/subjects.js';
import { toOutput, unframed } from '../state/settings.js';
import { update } from '../state/state.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../../engine/index.js').Point} Point
 * @typedef {import('./queue.js').Queue} Queue
 */

/** Pixels of a picture that nobody looks at: the mask is what is asked for. */
const LEAST_SIDE = 16;

/** Lets the network look again at what somebody points at: one thing after the other. */
export class Picks {
  #store;
  #queue;
  /** @type {Promise<void>} */
  #last = Promise.resolve();

  /**
   * @param {AppStore} store
   * @param {Queue} queue
   */
  constructor(store, queue) {
    this.#store = store;
    this.#queue = queue;
  }

  /**
   * @param {number} id
   * @param {Point} point
   */
  pick(id, point) {
    update(this.#store, id, { pick: 'looking' });
    this.#last = this.#last.then(() => this.#look(id, point));
  }

  /**
   * @param {number} id
   * @param {Point} point
   */
  async #look(id, point) {
    const picture = this.#find(id);
    if (!picture?.mask) return update(this.#store, id, { pick: null });
    const { file, mask, model, page, settings } = picture;
    update(this.#store, id, { pick: 'looking' });
    try {
      const output = toOutput(unframed(settings));
      const { small } = this.#store.state;
      const how = { output, model, small, page, side: LEAST_SIDE };
      const cut = await cutOut(file, { mask, points: [point], ...how });
      const isSame = await areSame(mask, cut.mask);
      const now = this.#find(id);
      const isLate = now?.mask !== mask; // somebody went another way meanwhile
      update(this.#store, id, { pick: isSame && !isLate ? 'nothing' : null });
      if (!now || isLate || isSame) return;
      const { subjects, labels } = cut;
      const chosen = chosenAmong(now, subjects);
      const points = [...now.points, point];
      const step = { mask: cut.mask, points, subjects, labels, chosen };
      this.#queue.change([id], forward(now, step));
    } catch (error) {
      update(this.#store, id, { pick: toError(error) });
    }
  }

  /** @param {number} id */
  #find(id) {
    return this.#store.state.pictures.find((picture) => picture.id === id);
  }
}

/**
 * @param {Blob} one
 * @param {Blob} other
 */
async function areSame(one, other) {
  if (one.size !== other.size) return false;
  const [here, there] = await Promise.all([one.arrayBuffer(), other.arrayBuffer()]);
  const bytes = new Uint8Array(there);
  return new Uint8Array(here).every((byte, at) => byte === bytes[at]);
}
