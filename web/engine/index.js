/**
 * Offcut for web pages: remove a picture's background without sending the picture anywhere.
 *
 *     import { removeBackground } from './offcut.js';
 *     const png = await removeBackground(file, { progress: console.log });
 */
import { isBlob } from './brand.js';
import { checkOptions } from './check-options.js';
import { failure } from './errors.js';
import { isSmallDevice } from './limits.js';
import { python } from './python-client.js';
import { nameOf, toTransferable } from './source.js';

export { OffcutError } from './errors.js';
export { models } from './models/catalogue.js';

/**
 * @typedef {{
 *   format?: 'image/png' | 'image/webp' | 'image/jpeg' | 'image/tiff',
 *   quality?: number,
 *   type?: 'foreground' | 'mask' | 'background',
 *   background?: string | Blob,
 *   edges?: 'refined' | 'plain',
 *   edge?: Edge,
 *   decontaminate?: boolean,
 *   clean?: boolean,
 *   fit?: 'cover' | 'contain',
 *   blur?: number,
 *   crop?: boolean,
 *   margin?: number,
 *   threshold?: number,
 *   canvas?: 'square' | 'portrait' | 'passport',
 *   shadow?: number | 'natural',
 *   size?: number,
 *   effort?: 'fast' | 'best',
 *   animation?: 'first' | 'all',
 * }} Output
 * `quality`: 0 to 1, of WebP and JPEG. `background`: `#rgb` or `#rrggbb`, `blur` (the picture
 * itself, blurred), or the file of a picture; transparent without. `edges`: by the picture's own
 * colours, or the network's mask only scaled up. `edge`: what is done to it after that. `decontaminate`: keep the old background's colours
 * out of see-through pixels. `clean`: remove specks, fill pinholes. `fit`: of a picture as
 * background. `blur`: above 0 to 0.2, of the picture's longer side. `crop`: to the subject and
 * `margin`, 0 to 1 of its longer side. `threshold`: 0 to below 1, alpha above which a pixel is the
 * subject's, for its box. `canvas`: subject and margin in the middle of 1:1, 4:5 or 35:45, also
 * beyond the picture. `shadow`: 0 to 1, opacity of a soft shadow, or `natural`: the picture's own,
 * where it can be told from the ground. `size`: 16 to 20000, pixels of
 * the longer side at most. `effort`: `best` takes up to twice the time for a better mask. `animation`:
 * of an animated GIF, PNG or WebP its first frame that shows something, or all, as an animated PNG
 * or WebP. Defaults and more: docs/options.md.
 *
 * @typedef {{
 *   shift?: number,
 *   feather?: number,
 *   contrast?: number,
 * }} Edge
 * `shift`: -50 to 50, pixels of the original by which the edge moves, outwards above 0. `feather`:
 * 0 to 50, pixels of the original by which it is softened. `contrast`: -1 to 1, above 0 soft pixels
 * become harder.
 *
 * @typedef {import('./python-client.js').OnProgress} OnProgress
 * Phases: start (Python is still loading), load (the model; in bytes), preprocess, wait (for
 * another picture), infer, postprocess, empty (there is no subject, so the result shows nothing),
 * output; all but load count 0 or 1 of 1. Where all frames of an animation are worked on, each comes
 * with its `frame`, from 1, and how many `frames` there are.
 */

/**
 * @typedef {{
 *   kind: 'erase' | 'restore' | 'drop' | 'keep',
 *   points: [x: number, y: number][],
 *   radius: number,
 *   hardness: number,
 *   opacity: number,
 *   reach?: number,
 * }} Stroke
 * A touch-up, by a brush that is drawn along `points`, given as shares of the picture's width and
 * height. `drop` and `keep` grow to the similar area around. `radius`: above 0 to 0.5, of the
 * picture's longer side. `hardness`, `opacity`: 0 to 1. `reach`: 0 to 1, how far from the brush they
 * may grow, of the picture's longer side.
 *
 * @typedef {[x: number, y: number, kind: 'keep' | 'drop']} Point
 * A click on a thing that is to stay or to go, at shares of the picture's width and height.
 *
 * @typedef {{
 *   model?: string,
 *   signal?: AbortSignal,
 *   progress?: OnProgress,
 *   output?: Output,
 *   name?: string,
 *   small?: boolean,
 *   page?: number,
 *   points?: Point[],
 *   subjects?: 'all' | number[],
 * }} Options
 * `model`: an id from `models()`; `name`: what errors call the picture; `small`: whether memory
 * matters more than time, by default on devices with 4 GB of memory or less (docs/options.md);
 * `page`: of a TIFF with several, from 1, by default the largest; `points`: things to keep or drop, for
 * each of which the network looks once more; `subjects`: which stay, by their numbers from 1 in
 * `CutOut.subjects`, by default all.
 *
 * @typedef {Options & {
 *   mask?: Blob,
 *   strokes?: Stroke[],
 *   side?: number,
 *   keep?: boolean,
 * }} CutOutOptions
 * `mask`: from a call before, so that the network needn't look again; it has what that call's `points`
 * asked for, so give each point once. `side`: for a preview, pixels
 * of its longer side at most. `keep`: the picture stays decoded for the next call, until another
 * one does, or `letGo()` is called; it must be a Blob for that.
 *
 * @typedef {import('./messages.d.ts').CutOutAnswer} CutOut
 * `file`, `mask` (as a grey picture), `found` (whether there is a subject), `width` and `height` (of
 * the original), `box` (what `file` shows, in the original's pixels, maybe beyond them), `notes` (what
 * a person should know of the picture: each has a `code`, `params`, and the sentence in English as
 * `message`), `subjects` (all in `mask`, the largest first: `box` in the original's pixels, and `share`
 * of the picture's area), `frames` (how many the picture's file has, 1 if it is still) and `masks` (of
 * how many frames `mask` is). A mask of all frames serves the first one
 * too. Of a still picture also `labels` (256 x 256, row by row: the number of the subject that each part
 * of the picture is of, 0 for none) and `thumbnail` (a small PNG of what `file` shows; a preview has
 * none).
 */

/**
 * Remove the background of one picture. Calls may overlap; pictures are then done in turn.
 *
 * @param {import('./source.js').Source} source
 * @param {Options} [options]
 * @returns {Promise<Blob>} a transparent PNG of the picture's own size unless `output` says else
 */
export async function removeBackground(source, options = {}) {
  const { model, signal, progress, output, name, small, page, points, subjects, ...others } =
    options;
  refuse(others);
  const known = { model, signal, progress, output, name, small, page, points, subjects };
  return (await cutOut(source, known)).file;
}

/**
 * The same, and all that is needed to do it again with other options or after a touch-up, without
 * the network: `cutOut(source, { mask, strokes, output })`.
 *
 * @param {import('./source.js').Source} source
 * @param {CutOutOptions} [options]
 * @returns {Promise<CutOut>} a preview's `file` is a large PNG that is quick to make
 */
export async function cutOut(source, options = {}) {
  const { model, signal, progress, output, name, small, page, ...more } = options;
  const { mask, strokes, points, subjects, side, keep, ...others } = more;
  refuse(others);
  checkOptions({ name, model, page, side, mask, output, strokes });
  signal?.throwIfAborted();
  python.start();
  const transferable = await toTransferable(source, signal);
  const given = Object.entries({ ...output }).filter(([, value]) => value != null);
  return python.call(
    {
      kind: 'cut-out',
      source: transferable,
      name: name ?? nameOf(source),
      model: model ?? undefined,
      output: Object.fromEntries(given),
      mask,
      strokes,
      points,
      subjects: subjects ?? undefined,
      side,
      key: keyOf(source, page),
      keep,
      small: Boolean(small ?? isSmallDevice()),
      page: page ?? undefined,
    },
    { signal, progress },
  );
}

/** @param {Record<string, unknown>} options which there aren't */
function refuse(options) {
  const unknown = Object.keys(options).find((key) => options[key] != null);
  if (unknown === undefined) return;
  if (unknown === 'quality') {
    throw failure(
      'InvalidOptionError',
      'There is no option quality any more: give output.effort.',
      { code: 'option-renamed' },
    );
  }
  throw failure('InvalidOptionError', 'There is no option {option}.', {
    code: 'option-unknown',
    option: unknown,
  });
}

/**
 * A picture as it came but upright, as a PNG that is quick to make: also where the browser itself
 * can't show it.
 *
 * @param {import('./source.js').Source} source
 * @param {{side?: number, keep?: boolean, signal?: AbortSignal, name?: string, page?: number}} [options]
 *   see `cutOut`
 * @returns {Promise<import('./messages.d.ts').OriginalAnswer>}
 */
export async function original(source, { side, keep, signal, name, page } = {}) {
  checkOptions({ name, page, side });
  signal?.throwIfAborted();
  const transferable = await toTransferable(source, signal);
  return python.call(
    {
      kind: 'original',
      source: transferable,
      name: name ?? nameOf(source),
      side,
      key: keyOf(source, page),
      keep,
      page: page ?? undefined,
    },
    { signal },
  );
}

/**
 * Give back the memory of the picture that was kept.
 *
 * @returns {Promise<void>}
 */
export async function letGo() {
  if (python.isStarted) await python.call({ kind: 'clear' }, {});
}

/** By the file, and by its page. @type {WeakMap<Blob, Map<number | undefined, number>>} */
const keys = new WeakMap();
let lastKey = 0;

/**
 * @param {import('./source.js').Source} source
 * @param {number} [page]
 */
function keyOf(source, page) {
  if (!isBlob(source)) return undefined; // anything else can change meanwhile
  const pages = keys.get(source) ?? new Map();
  keys.set(source, pages);
  if (!pages.has(page)) pages.set(page, ++lastKey);
  return pages.get(page);
}

/**
 * Fetch a model and make it ready, so that the first picture needn't wait.
 *
 * @param {{model?: string, signal?: AbortSignal, progress?: OnProgress}} [options]
 * @returns {Promise<void>}
 */
export async function preload({ model, signal, progress } = {}) {
  checkOptions({ model });
  await python.call({ kind: 'preload', model: model ?? undefined }, { signal, progress });
}

/**
 * Start the engine, and call a watcher with its state, at once and whenever it changes.
 *
 * @param {(status: import('./python-client.js').Status) => void} watcher
 * @returns {() => void} ends the watch, not the engine
 */
export function watch(watcher) {
  python.start();
  return python.watch(watcher);
}
