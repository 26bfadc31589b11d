import { cutOut } from '../../engine/index.js';
import { save, saveArchive } from '../save/archive.js';
import { distinct, resultName } from '../save/file-names.js';
import { again, back, forward, madeOf } from '../state/history.js';
import { selectedOf, update } from '../state/state.js';
import { DEFAULTS, remember, toOutput } from '../state/settings.js';
import { chosenWith } from '../state/subjects.js';
import { saveEach } from './each-subject.js';
import { Picks } from './picks.js';
import { announce } from '../ui/announcer.js';
import { counted, t } from '../i18n/language.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/state.js').Picture} Picture
 * @typedef {import('../state/state.js').State} State
 * @typedef {import('../state/state.js').Undoable} Undoable
 * @typedef {import('../state/settings.js').Settings} Settings
 * @typedef {import('../../engine/index.js').Stroke} Stroke
 * @typedef {import('./queue.js').Queue} Queue
 */

const COPYABLE = 'image/png';

/** What can be done: views call these, and only these. */
export class Actions {
  #store;
  #queue;
  #picks;

  /**
   * @param {AppStore} store
   * @param {Queue} queue
   */
  constructor(store, queue) {
    this.#store = store;
    this.#queue = queue;
    this.#picks = new Picks(store, queue);
  }

  /** @param {number} id */
  cancel(id) {
    this.#queue.cancel(id);
  }

  /** @param {number} id */
  retry(id) {
    this.#queue.retry(id);
  }

  /**
   * Run the network on one picture again.
   *
   * @param {number} id
   * @param {import('./improvement.js').Improvement} improvement
   */
  improve(id, { model, effort }) {
    this.#queue.improve(id, model, effort);
  }

  /**
   * Take a picture away; for a while it can be had back, with those that were removed just before.
   *
   * @param {number} id
   */
  remove(id) {
    const { pictures, undoable } = this.#store.state;
    const at = pictures.findIndex((picture) => picture.id === id);
    const picture = pictures[at];
    if (!picture) return;
    this.#queue.remove(id);
    const removed = [...(undoable?.removed ?? []), { picture, at }];
    const undo = () => {
      for (const each of [...removed].reverse()) this.#queue.putBack(each.picture, each.at);
    };
    const words = () =>
      removed.length > 1
        ? counted('undo.removed-some', removed.length)
        : t('undo.removed', { name: picture.name || t('picture') });
    this.#offerUndo(words, undo, removed);
  }

  /**
   * @param {Undoable['words']} words of what was just done
   * @param {Undoable['undo']} undo
   * @param {Undoable['removed']} [removed]
   */
  #offerUndo(words, undo, removed = []) {
    this.#store.set({ undoable: { words, undo, removed } });
  }

  /** Take back what was done last, if it still can be. */
  undoLast() {
    const { undoable } = this.#store.state;
    if (!undoable) return;
    undoable.undo();
    this.forgetUndo();
    announce(t('undo.undone'));
  }

  /** What was done last stays. */
  forgetUndo() {
    this.#store.set({ undoable: null });
  }

  /** @param {number} id */
  select(id) {
    this.#queue.newest.stay();
    this.#store.set({ selected: id });
  }

  /** @param {1 | -1} step to the next picture, or to the one before */
  selectNext(step) {
    const { pictures, selected } = this.#store.state;
    const at = pictures.findIndex(({ id }) => id === selected) + step;
    const next = pictures[Math.min(Math.max(at, 0), pictures.length - 1)];
    if (next) this.select(next.id);
  }

  /** @param {Partial<State>} change to how things are shown */
  show(change) {
    this.#store.set(change);
  }

  /**
   * Change how the selected picture is finished, and those to come.
   *
   * @param {Partial<Settings>} change
   */
  finish(change) {
    this.#queue.newest.stay();
    const picture = selectedOf(this.#store.state);
    const { settings: usual } = this.#store.state;
    const settings = { ...(picture?.settings ?? usual), ...change };
    // one picture that is looked at twice does not make all others take twice the time
    this.#setNew({ ...settings, effort: change.effort ?? usual.effort });
    if (picture) this.#queue.change([picture.id], { settings });
  }

  /** @param {Settings} settings for the pictures to come */
  #setNew(settings) {
    this.#store.set({ settings });
    remember(settings);
  }

  resetFinish() {
    const { settings: usual } = this.#store.state;
    const picture = selectedOf(this.#store.state);
    this.finish(DEFAULTS);
    const undo = () => {
      this.#setNew(usual);
      if (picture) this.#queue.change([picture.id], { settings: picture.settings });
    };
    this.#offerUndo(() => t('undo.reset'), undo);
  }

  /** Finish the pictures to come as usual; those that there are stay as they are. */
  resetNew() {
    const { settings } = this.#store.state;
    this.#setNew(DEFAULTS);
    this.#offerUndo(
      () => t('undo.reset'),
      () => this.#setNew(settings),
    );
  }

  /** Finish all pictures as the selected one. */
  finishAll() {
    const { pictures, settings } = this.#store.state;
    const chosen = selectedOf(this.#store.state)?.settings ?? settings;
    const others = pictures.filter(({ settings: own }) => own !== chosen);
    this.#queue.change(
      others.map(({ id }) => id),
      { settings: chosen },
    );
    const undo = () => {
      for (const { id, settings: own } of others) this.#queue.change([id], { settings: own });
    };
    this.#offerUndo(() => t('finish.all.done'), undo);
  }

  /** @param {boolean} isTouching whether the selected picture is touched up, or finished */
  touch(isTouching) {
    const { brush } = this.#store.state;
    const picture = selectedOf(this.#store.state);
    // nothing is there to be erased
    const restores = isTouching && picture && !picture.found && brush.kind === 'erase';
    this.#store.set({ isTouching, brush: restores ? { ...brush, kind: 'restore' } : brush });
  }

  /** @param {Stroke} stroke on the selected picture */
  paint(stroke) {
    this.#make((picture) => forward(picture, { strokes: [...picture.strokes, stroke] }));
  }

  /** @param {import('../../engine/index.js').Point} point at a thing of the selected picture */
  pick(point) {
    const picture = selectedOf(this.#store.state);
    if (picture?.mask && picture.masks === 1) this.#picks.pick(picture.id, point);
  }

  /**
   * @param {number} number of a subject of the selected picture
   * @param {boolean} isWanted whether it stays
   */
  choose(number, isWanted) {
    this.#make((picture) => forward(picture, { chosen: chosenWith(picture, number, isWanted) }));
  }

  /**
   * Save a file for each subject of the selected picture that stays.
   *
   * @param {boolean} isZipped whether they come in one archive
   * @returns {Promise<'saved' | 'cancelled'>} rejects if one can't be made or written
   */
  async saveEach(isZipped) {
    const picture = selectedOf(this.#store.state);
    return picture ? saveEach(picture, isZipped) : 'cancelled';
  }

  undo() {
    this.#make((picture) => back(picture));
  }

  redo() {
    this.#make((picture) => again(picture));
  }

  undoAll() {
    const picture = selectedOf(this.#store.state);
    this.#make((made) => back(made, Infinity));
    if (!picture?.past.length) return;
    const undo = () => this.#queue.change([picture.id], madeOf(picture));
    this.#offerUndo(() => t('undo.strokes'), undo);
  }

  /** @param {(picture: Picture) => import('../state/history.js').Change} change */
  #make(change) {
    const picture = selectedOf(this.#store.state);
    if (picture?.mask) this.#queue.change([picture.id], { ...change(picture), pick: null });
  }

  /**
   * @param {number} id
   * @param {number} page of its file, from 1
   */
  turnTo(id, page) {
    this.#queue.turnTo(id, page);
  }

  /**
   * Save the result as a file, once it is as it is asked for.
   *
   * @param {number} id
   */
  async save(id) {
    const picture = await this.#queue.fresh(id);
    if (!picture?.result) return;
    save(picture.result, nameOf(picture));
    this.#noteSaved(picture);
  }

  /**
   * Hand the result to another app.
   *
   * @param {number} id
   * @returns {Promise<void>} rejects if the browser refuses
   */
  async share(id) {
    const picture = await this.#queue.fresh(id);
    if (!picture?.result) return;
    await navigator.share({ files: [fileOf(picture.result, nameOf(picture))] });
    this.#noteSaved(picture);
  }

  /** @param {Picture} picture whose result is in other hands too by now */
  #noteSaved({ id, result }) {
    update(this.#store, id, { saved: result });
  }

  /**
   * Save all results in one archive.
   *
   * @param {(bytes: number) => void} onProgress called with what is written so far
   * @returns {Promise<'saved' | 'cancelled'>} rejects if it can't be written
   */
  async saveAll(onProgress) {
    const done = this.#store.state.pictures.filter(({ state }) => state === 'done');
    const fresh = await Promise.all(done.map(({ id }) => this.#queue.fresh(id)));
    const whole = fresh.filter((picture) => picture !== null);
    const names = distinct(whole.map(nameOf));
    const files = whole.flatMap(({ result }, at) =>
      result ? [{ name: names[at] ?? '', blob: result }] : [],
    );
    const end = await saveArchive(files, { onProgress: ({ bytes }) => onProgress(bytes) });
    if (end === 'saved') for (const picture of whole) this.#noteSaved(picture);
    return end;
  }

  /**
   * Copy the result, as a PNG: browsers take no other kind of picture.
   *
   * @param {number} id
   * @returns {Promise<void>} rejects if the browser refuses
   */
  async copy(id) {
    /** @type {Picture | null} */
    let copied = null;
    const file = this.#queue.fresh(id).then((picture) => {
      if (!picture?.result) throw new Error('There is no result.');
      copied = picture;
      return picture.settings.format === COPYABLE ? picture.result : this.#asPng(picture);
    });
    // given as a promise: it must be asked for while the click is fresh
    await navigator.clipboard.write([new ClipboardItem({ [COPYABLE]: file })]);
    if (copied) this.#noteSaved(copied);
  }

  /** @param {Picture} picture */
  async #asPng({ file, mask, strokes, chosen, settings, page }) {
    // what was copied is pasted as one frame
    const output = toOutput({ ...settings, format: COPYABLE, animation: 'first' });
    const subjects = chosen ? [...chosen] : undefined;
    const options = { mask: mask ?? undefined, strokes: [...strokes], subjects, output, page };
    return (await cutOut(file, options)).file;
  }
}

/**
 * @param {Blob} result
 * @param {string} name
 */
function fileOf(result, name) {
  return new File([result], name, { type: result.type });
}

/** Whether this browser hands pictures to other apps. */
export function canShare() {
  if (!navigator.canShare) return false;
  return navigator.canShare({ files: [new File([], 'a.png', { type: COPYABLE })] });
}

/** @param {Picture} picture */
function nameOf({ name, settings: { format } }) {
  return resultName(name, format);
}
