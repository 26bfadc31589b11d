import { cutOut } from '../../engine/index.js';
import { pictureOf, update } from '../state/pictures.js';
import { toOutput } from '../state/settings.js';
import { WorkClock } from './work-clock.js';

/**
 * @typedef {import('../state/pictures.js').AppStore} AppStore
 * @typedef {import('../state/pictures.js').Picture} Picture
 * @typedef {{chosen: string | undefined, shown: Promise<unknown>}} Models
 */

/** While the network works on one picture, Python decodes the next or writes the last. */
const AT_ONCE = 2;

/** A file is written anew once nothing has been changed for so long. */
const SETTLED_MS = 400;

/** Works on the pictures, in the order in which they came; each ends well or badly by itself. */
export class Queue {
  #store;
  #models;
  #onDone;
  /** @type {Map<number, AbortController>} */
  #working = new Map();
  /** Pictures that are just being changed. @type {Map<number, number>} */
  #unsettled = new Map();

  /**
   * @param {AppStore} store
   * @param {Models} models which to use
   * @param {(picture: Picture) => void} onDone called after each picture that the network has seen
   */
  constructor(store, models, onDone) {
    this.#store = store;
    this.#models = models;
    this.#onDone = onDone;
  }

  /** Whether leaving the page would lose work. */
  get isBusy() {
    return this.#working.size > 0 || this.#store.state.pictures.some(isPending);
  }

  /** @param {File[]} files */
  add(files) {
    const { pictures, settings, selected } = this.#store.state;
    const added = files.map((file) => pictureOf(file, settings));
    this.#store.set({
      pictures: [...pictures, ...added],
      selected: selected ?? added[0]?.id ?? null,
    });
    this.#pump();
  }

  /** @param {number} id */
  cancel(id) {
    this.#stop(id);
    update(this.#store, id, { state: 'cancelled', progress: null, clock: null });
    this.#pump();
  }

  /** @param {number} id */
  retry(id) {
    update(this.#store, id, { state: 'waiting', error: null });
    this.#pump();
  }

  /**
   * Have the network look once more, with the model that is chosen by now.
   *
   * @param {number} id
   */
  again(id) {
    this.#stop(id);
    update(this.#store, id, { mask: null, state: 'waiting', isFresh: false });
    this.#pump();
  }

  /** @param {number} id */
  remove(id) {
    this.#stop(id);
    const { pictures, selected } = this.#store.state;
    const at = pictures.findIndex((picture) => picture.id === id);
    const rest = pictures.filter((picture) => picture.id !== id);
    const next = (rest[at] ?? rest[at - 1])?.id ?? null;
    this.#store.set({ pictures: rest, selected: selected === id ? next : selected });
    this.#pump();
  }

  /**
   * Change how a picture is finished; its file is written anew in a while.
   *
   * @param {number} id
   * @param {Partial<Pick<Picture, 'settings' | 'strokes' | 'undone'>>} change
   */
  change(id, change) {
    const picture = this.#find(id);
    if (!picture) return;
    const looksAgain = (change.settings ?? picture.settings).effort !== picture.settings.effort;
    const isOver = picture.state === 'done' || picture.state === 'failed';
    if (looksAgain && picture.mask) {
      update(this.#store, id, change);
      this.again(id);
    } else if (picture.mask && isOver) {
      update(this.#store, id, { ...change, state: 'done', error: null, isFresh: false });
      this.#settle(id);
    } else {
      update(this.#store, id, change);
    }
    this.#pump();
  }

  /**
   * The result as it is asked for by now.
   *
   * @param {number} id
   * @returns {Promise<Picture | null>} null if there will be none
   */
  fresh(id) {
    clearTimeout(this.#unsettled.get(id));
    this.#unsettled.delete(id);
    this.#pump();
    return new Promise((resolve) => {
      /** @type {() => void} */
      let end = () => {};
      const look = () => {
        const picture = this.#find(id);
        const isOver = !picture || picture.state === 'failed' || picture.state === 'cancelled';
        if (!isOver && !picture.isFresh) return;
        queueMicrotask(() => end());
        resolve(isOver ? null : picture);
      };
      end = this.#store.watch(look);
    });
  }

  /** @param {number} id */
  #settle(id) {
    clearTimeout(this.#unsettled.get(id));
    const done = () => {
      this.#unsettled.delete(id);
      this.#pump();
    };
    this.#unsettled.set(id, setTimeout(done, SETTLED_MS));
  }

  /** @param {number} id */
  #find(id) {
    return this.#store.state.pictures.find((picture) => picture.id === id);
  }

  /** @param {number} id */
  #stop(id) {
    clearTimeout(this.#unsettled.get(id));
    this.#unsettled.delete(id);
    this.#working.get(id)?.abort();
    this.#working.delete(id);
  }

  #pump() {
    const { pictures } = this.#store.state;
    const idle = pictures.filter(({ id }) => !this.#working.has(id) && !this.#unsettled.has(id));
    // what needs no network is quick, and somebody may be looking at it
    const stale = idle.filter(isStale);
    const next = [...stale, ...idle.filter(({ state }) => state === 'waiting')];
    for (const picture of next.slice(0, Math.max(0, AT_ONCE - this.#working.size))) this.#run(picture);
  }

  /** @param {Picture} picture */
  async #run({ id, file, mask, settings, strokes }) {
    const controller = new AbortController();
    const { signal } = controller;
    this.#working.set(id, controller);
    const clock = new WorkClock();
    if (!mask) update(this.#store, id, { state: 'working', progress: null, clock });
    /** @type {Partial<Picture>} */
    let change;
    try {
      await this.#models.shown;
      signal.throwIfAborted();
      const model = this.#models.chosen;
      const known = mask ? { mask } : { model, progress: this.#progress(id, clock) };
      const output = toOutput(settings);
      const cut = await cutOut(file, { ...known, strokes: [...strokes], output, signal });
      const now = this.#find(id);
      const isFresh = now?.settings === settings && now.strokes === strokes;
      const { file: result, ...rest } = cut;
      // the same mask stays the same object: then nobody takes it for a new one
      change = { state: 'done', ...rest, mask: mask ?? cut.mask, result, isFresh };
      if (!mask) Object.assign(change, { elapsed: clock.elapsed, model });
    } catch (error) {
      if (signal.aborted) return; // whoever aborted it has said what becomes of it
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      change = { state: 'failed', error: { name, message } };
    }
    if (signal.aborted) return;
    this.#working.delete(id);
    update(this.#store, id, { ...change, progress: null, clock: null });
    const picture = this.#find(id);
    if (!mask && picture?.state === 'done') this.#onDone(picture);
    this.#pump();
  }

  /**
   * @param {number} id
   * @param {WorkClock} clock
   * @returns {import('../../engine/python.js').OnProgress}
   */
  #progress(id, clock) {
    return (progress) => {
      clock.enter(progress.phase);
      if (progress.phase !== 'empty') update(this.#store, id, { progress });
    };
  }
}

/** @param {Picture} picture */
function isStale({ state, isFresh }) {
  return state === 'done' && !isFresh;
}

/** @param {Picture} picture */
function isPending(picture) {
  return isStale(picture) || picture.state === 'waiting' || picture.state === 'working';
}
