import { cutOut } from '../../engine/index.js';
import { toError } from '../i18n/errors.js';
import { PICTURES_AT_ONCE } from '../../engine/limits.js';
import { pictureOf, selectedOf, update } from '../state/state.js';
import { toOutput } from '../state/settings.js';
import { answered, isOutdated } from './answer.js';
import { Newest } from './newest.js';
import { isMendable, isPending, isUnsaved, lacksMasks } from './rules.js';
import { UNAVAILABLE } from './forgive.js';
import { TrueProgress } from './true-progress.js';
import { WorkClock } from './work-clock.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/state.js').Picture} Picture
 * @typedef {{
 *   chosen: string | undefined,
 *   shown: Promise<unknown>,
 *   isStored: (id: string | undefined) => Promise<boolean>,
 *   isMissing: (id: string | undefined) => void,
 * }} Models
 * `isStored`: whether one lies on this device; `isMissing` is told which one could not be had.
 */

/** Beside those for the network: what needs none is quick, and somebody may be waiting for it. */
const ANEW_AT_ONCE = 1;

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
   * What to restore if running the network again is cancelled or fails.
   * @type {Map<number, {mask: Blob} & Pick<Picture['settings'], 'effort' | 'animation'>>}
   */
  #before = new Map();
  /** Pictures of which the file is asked for. @type {Set<number>} */
  #wanted = new Set();

  /**
   * @param {AppStore} store
   * @param {Models} models which to use
   * @param {(picture: Picture) => void} onDone called after each picture that the network has seen
   */
  constructor(store, models, onDone) {
    this.#store = store;
    this.#models = models;
    this.#onDone = onDone;
    /** To be told when somebody is at work on the selected picture. */
    this.newest = new Newest(store);
  }

  /** Whether leaving the page would lose work. */
  get isBusy() {
    const { pictures } = this.#store.state;
    return this.#working.size > 0 || pictures.some(isPending) || pictures.some(isUnsaved);
  }

  /** @param {File[]} files */
  add(files) {
    const { pictures, settings, selected } = this.#store.state;
    const added = files.map((file) => pictureOf(file, settings));
    this.#store.set({
      pictures: [...pictures, ...added],
      selected: selected ?? added[0]?.id ?? null,
    });
    this.newest.came(added);
    this.#pump();
  }

  /**
   * Stop working on a picture; if the network was to run again, what it had is restored.
   *
   * @param {number} id
   */
  cancel(id) {
    this.#stop(id);
    update(this.#store, id, { state: 'cancelled', progress: null, clock: null });
    update(this.#store, id, this.#back(id));
    this.#pump();
  }

  /**
   * What a picture had before the network was to run again.
   *
   * @param {number} id
   * @returns {Partial<Picture>}
   */
  #back(id) {
    const picture = this.#find(id);
    const before = this.#before.get(id);
    this.#before.delete(id);
    if (!picture || !before) return {};
    const { mask, effort, animation } = before;
    const settings = { ...picture.settings, effort, animation };
    return { state: 'done', mask, settings, wanted: undefined };
  }

  /** @param {number} id */
  retry(id) {
    update(this.#store, id, { state: 'waiting', error: null });
    this.#pump();
  }

  /**
   * Run the network on a picture again.
   *
   * @param {number} id
   * @param {string} model
   * @param {Picture['settings']['effort']} effort
   */
  improve(id, model, effort) {
    const picture = this.#find(id);
    if (!picture) return;
    const settings = { ...picture.settings, effort };
    update(this.#store, id, { ...this.#lookAgain(picture), settings, wanted: model });
    this.#pump();
  }

  /**
   * Begin anew with another page of a picture's file.
   *
   * @param {number} id
   * @param {number} page from 1
   */
  turnTo(id, page) {
    const old = this.#find(id);
    if (!old) return;
    this.#stop(id);
    this.#before.delete(id);
    const { pictures, selected } = this.#store.state;
    const picture = pictureOf(old.file, old.settings, page);
    this.#store.set({
      pictures: pictures.map((each) => (each.id === id ? picture : each)),
      selected: selected === id ? picture.id : selected,
    });
    this.#pump();
  }

  /** @param {number} id */
  remove(id) {
    this.#stop(id);
    this.#before.delete(id);
    const { pictures, selected } = this.#store.state;
    const at = pictures.findIndex((picture) => picture.id === id);
    const rest = pictures.filter((picture) => picture.id !== id);
    const next = (rest[at] ?? rest[at - 1])?.id ?? null;
    this.#store.set({ pictures: rest, selected: selected === id ? next : selected });
    this.#pump();
  }

  /**
   * Have a picture back that was removed.
   *
   * @param {Picture} picture
   * @param {number} at where it was in the list
   */
  putBack(picture, at) {
    const { pictures } = this.#store.state;
    const state = picture.state === 'working' ? 'waiting' : picture.state;
    /** @type {Picture} */
    const back = { ...picture, state, progress: null, clock: null };
    this.#store.set({
      pictures: [...pictures.slice(0, at), back, ...pictures.slice(at)],
      selected: picture.id,
    });
    this.#pump();
  }

  /**
   * Change how pictures are finished; their files are written anew in a while.
   *
   * @param {number[]} ids
   * @param {Partial<Pick<Picture, 'settings' | 'pick'> & import('../state/history.js').Change>} change
   */
  change(ids, change) {
    const wanted = new Set(ids);
    const pictures = this.#store.state.pictures.map((picture) =>
      wanted.has(picture.id)
        ? { ...picture, ...change, ...this.#effect(picture, change) }
        : picture,
    );
    this.#store.set({ pictures });
    this.#pump();
  }

  /**
   * What a change makes of a picture's state.
   *
   * @param {Picture} picture
   * @param {Partial<Picture>} change
   * @returns {Partial<Picture>}
   */
  #effect(picture, { settings = picture.settings }) {
    const { id, state, mask } = picture;
    const looksAgain =
      settings.effort !== picture.settings.effort ||
      lacksMasks({ ...picture, settings }) ||
      (!mask && settings.animation !== picture.settings.animation);
    // other subjects may be found then, which the numbers are not of
    const chosen = settings.clean === picture.settings.clean ? {} : { chosen: null };
    if (looksAgain && (mask || state === 'working')) return this.#lookAgain(picture);
    if (mask && (state === 'done' || state === 'failed')) {
      if (picture.masks > 1) this.#stop(id); // what is being written takes long, and is in vain
      this.#settle(id);
      return { state: 'done', error: null, isFresh: false, progress: null, ...chosen };
    }
    if (!isMendable(picture)) return {};
    this.#settle(id);
    return { state: 'waiting', error: null };
  }

  /**
   * @param {Picture} picture
   * @returns {Partial<Picture>}
   */
  #lookAgain({ id, mask, settings: { effort, animation } }) {
    this.#stop(id);
    if (mask) this.#before.set(id, { mask, effort, animation });
    return { mask: null, state: 'waiting', error: null, isFresh: false };
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
    this.#wanted.add(id);
    this.#pump();
    return new Promise((resolve) => {
      /** @type {() => void} */
      let end = () => {};
      const look = () => {
        const picture = this.#find(id);
        const isOver = !picture || picture.state === 'failed' || picture.state === 'cancelled';
        if (!isOver && !picture.isFresh) return;
        queueMicrotask(() => end());
        this.#wanted.delete(id);
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
    const { pictures, selected, small } = this.#store.state;
    const isIdle = (/** @type {Picture} */ { id }) =>
      !this.#working.has(id) && !this.#unsettled.has(id);
    const urgency = (/** @type {Picture} */ { id }) =>
      Number(this.#wanted.has(id)) * 2 + Number(id === selected);
    const anew = pictures.filter(({ mask }) => mask);
    const first = pictures.filter(({ mask }) => !mask);
    const stale = anew
      .filter(isPending)
      .filter(isIdle)
      .sort((one, other) => urgency(other) - urgency(one));
    this.#begin(stale, ANEW_AT_ONCE - this.#workingOf(anew));
    const room = (small ? 1 : PICTURES_AT_ONCE) - this.#workingOf(first);
    this.#begin(first.filter(isPending).filter(isIdle), room);
  }

  /**
   * @param {Picture[]} pictures
   * @param {number} room
   */
  #begin(pictures, room) {
    for (const picture of pictures.slice(0, Math.max(0, room))) this.#run(picture);
  }

  /** @param {Picture[]} pictures */
  #workingOf(pictures) {
    return pictures.filter(({ id }) => this.#working.has(id)).length;
  }

  /** @param {Picture} picture */
  async #run(picture) {
    const { id, file, mask, settings, strokes, points, chosen, page, wanted } = picture;
    const controller = new AbortController();
    const { signal } = controller;
    this.#working.set(id, controller);
    const clock = new WorkClock();
    if (!mask) update(this.#store, id, { state: 'working', progress: null, clock });
    /** @type {string | undefined} */
    let model;
    /** @type {Partial<Picture>} */
    let change;
    try {
      await this.#models.shown;
      signal.throwIfAborted();
      model = wanted ?? this.#models.chosen;
      const { small } = this.#store.state;
      const isStored = mask !== null || (await this.#models.isStored(model));
      signal.throwIfAborted();
      const progress = mask ? this.#updating(id) : this.#progress(id, clock, isStored);
      const known = mask
        ? { mask, subjects: chosen ? [...chosen] : undefined, progress }
        : { model, small, points: [...points], progress };
      const output = toOutput(settings);
      // the picture that is looked at needs no second decoding for its preview
      const keep = selectedOf(this.#store.state)?.id === id;
      const options = { strokes: [...strokes], output, keep, page, signal };
      const cut = await cutOut(file, { ...known, ...options });
      change = answered(picture, this.#find(id), cut);
      const { elapsed, looked } = clock;
      if (!mask) Object.assign(change, { elapsed, looked, model, wanted: undefined });
    } catch (error) {
      if (signal.aborted) return; // whoever aborted it has said what becomes of it
      const failure = toError(error);
      if (failure.name === UNAVAILABLE) this.#models.isMissing(model);
      change = { state: 'failed', error: failure };
      if (isOutdated(picture, this.#find(id))) {
        // what has failed is not what is asked for by now
        if (mask) change = { state: 'done' };
        else if (isMendable({ state: 'failed', error: failure, settings }))
          change = { state: 'waiting' };
      }
    }
    if (signal.aborted) return;
    this.#working.delete(id);
    if (change.mask) this.#before.delete(id);
    // the error is told all the same
    if (change.state === 'failed') Object.assign(change, this.#back(id));
    update(this.#store, id, { ...change, progress: null, clock: null });
    const done = this.#find(id);
    // what was changed meanwhile may ask for frames that the network has not seen
    if (done?.mask && lacksMasks(done)) update(this.#store, id, this.#lookAgain(done));
    else if (!mask && done?.state === 'done') {
      this.newest.done(id);
      this.#onDone(done);
    }
    this.#pump();
  }

  /**
   * @param {number} id
   * @param {WorkClock} clock
   * @param {boolean} isStored whether the model lies on this device
   * @returns {import('../../engine/python-client.js').OnProgress}
   */
  #progress(id, clock, isStored) {
    const isAlone = () => this.#working.size < 2;
    const shown = new TrueProgress({ isStored, isAlone });
    return (progress) => {
      clock.enter(progress.phase);
      if (!shown.takes(progress)) return;
      const { frames } = progress;
      update(this.#store, id, frames === undefined ? { progress } : { progress, frames });
    };
  }

  /**
   * Of a result that is written anew: only frame by frame does that take long.
   *
   * @param {number} id
   * @returns {import('../../engine/python-client.js').OnProgress}
   */
  #updating(id) {
    return (progress) => {
      if (progress.frames !== undefined) update(this.#store, id, { progress });
    };
  }
}
