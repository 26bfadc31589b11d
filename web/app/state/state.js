import { DEFAULTS } from './settings.js';

/**
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('../../engine/index.js').Stroke} Stroke
 * @typedef {import('../../engine/python-client.js').Progress} Progress
 * @typedef {import('../jobs/work-clock.js').WorkClock} WorkClock
 *
 * @typedef {Readonly<{
 *   id: number,
 *   file: File,
 *   name: string,
 *   state: 'waiting' | 'working' | 'done' | 'failed' | 'cancelled',
 *   progress: Progress | null,
 *   clock: WorkClock | null,
 *   elapsed: number,
 *   looked: number,
 *   error: Error | null,
 *   settings: Settings,
 *   strokes: readonly Stroke[],
 *   points: readonly import('../../engine/index.js').Point[],
 *   subjects: readonly import('../../engine/messages.d.ts').Subject[],
 *   labels: Uint8Array | null,
 *   chosen: readonly number[] | null,
 *   pick: 'looking' | 'nothing' | Error | null,
 *   past: readonly import('./history.js').Step[],
 *   future: readonly import('./history.js').Step[],
 *   mask: Blob | null,
 *   result: Blob | null,
 *   thumbnail: Blob | null,
 *   saved: Blob | null,
 *   isFresh: boolean,
 *   found: boolean,
 *   width: number,
 *   height: number,
 *   box: [left: number, upper: number, right: number, lower: number],
 *   notes: readonly import('../../engine/messages.d.ts').Note[],
 *   model: string | undefined,
 *   wanted: string | undefined,
 *   page: number | undefined,
 *   frames: number,
 *   masks: number,
 * }>} Picture
 * `clock`: runs while it is being worked on; `elapsed`: milliseconds of work, once it is done, and
 * `looked` those of the network; `model`: the one that has seen it, and `wanted` the one that is to, if
 * that is another than for all; `thumbnail`: a small copy of the result; `saved`: the result that was
 * saved or copied last; `mask`: what the network said; `width`, `height`: of the original, and `box`
 * what the result shows of it; `notes`: what to say of the picture beside it; `points`: what was
 * picked, and is in the mask; `subjects`: all that the mask has, `labels`: where they are, and
 * `chosen`: those that stay, null for all; `pick`: what became of the last pick; `past`, `future`: what
 * was made of it by hand before, and what was taken back; `isFresh`: whether `result` is what settings
 * and strokes ask for;
 * `page`: of the file, where another than the usual was chosen; `frames`: of the file, 0 as long as
 * nobody knows; `masks`: how many of them `mask` has.
 *
 * @typedef {Readonly<{
 *   words: () => string,
 *   removed: readonly {picture: Picture, at: number}[],
 *   undo: () => void,
 * }>} Undoable
 * Something that was done a moment ago: what to say of it, and what takes it back. `removed`: the
 * pictures that it took away, and where they were.
 *
 * @typedef {Readonly<{
 *   pictures: readonly Picture[],
 *   selected: number | null,
 *   settings: Settings,
 *   isTouching: boolean,
 *   brush: Brush,
 *   compare: number | null,
 *   peeks: boolean,
 *   backdrop: import('../stage/stage.js').Backdrop,
 *   language: string,
 *   model: string | undefined,
 *   small: boolean,
 *   undoable: Undoable | null,
 * }>} State
 * `settings`, `model` and `small` (small mode): for the pictures to come; `compare`: where the
 * divider is, 0 to 1, null for off; `peeks`: whether the original is shown alone, for as long as a
 * key is held.
 *
 * @typedef {{
 *   kind: Stroke['kind'] | 'pick',
 *   size: number,
 *   hardness: number,
 *   opacity: number,
 *   reach: number,
 * }} Brush
 * `kind`: what a stroke does, or that a click picks a thing; `size`: its diameter in CSS pixels of the screen, however large the picture is shown; `reach`: how
 * far smart strokes may grow, a share of the picture's longer side.
 *
 * @typedef {import('./store.js').Store<State>} AppStore
 */

/** @type {State} */
export const START = {
  pictures: [],
  selected: null,
  settings: DEFAULTS,
  isTouching: false,
  brush: { kind: 'erase', size: 36, hardness: 0.7, opacity: 1, reach: 0.25 },
  compare: null,
  peeks: false,
  backdrop: 'chequer',
  language: 'en',
  model: undefined,
  small: false,
  undoable: null,
};

let lastId = 0;

/**
 * @param {File} file
 * @param {Settings} settings
 * @param {number} [page]
 * @returns {Picture}
 */
export function pictureOf(file, settings, page) {
  return {
    id: ++lastId,
    file,
    name: file.name,
    state: 'waiting',
    progress: null,
    clock: null,
    elapsed: 0,
    looked: 0,
    error: null,
    settings,
    strokes: [],
    points: [],
    subjects: [],
    labels: null,
    chosen: null,
    pick: null,
    past: [],
    future: [],
    mask: null,
    result: null,
    thumbnail: null,
    saved: null,
    isFresh: false,
    found: true,
    width: 0,
    height: 0,
    box: [0, 0, 0, 0],
    notes: [],
    model: undefined,
    wanted: undefined,
    page,
    frames: 0,
    masks: 0,
  };
}

/**
 * @param {State} state
 * @returns {Picture | undefined}
 */
export function selectedOf({ pictures, selected }) {
  return pictures.find(({ id }) => id === selected);
}

/**
 * @param {AppStore} store
 * @param {number} id
 * @param {Partial<Picture>} change
 */
export function update(store, id, change) {
  const { pictures } = store.state;
  store.set({
    pictures: pictures.map((picture) => (picture.id === id ? { ...picture, ...change } : picture)),
  });
}
