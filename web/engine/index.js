/**
 * Offcut for web pages: remove a picture's background without sending the picture anywhere.
 *
 *     import { removeBackground } from './offcut.js';
 *     const png = await removeBackground(file, { progress: console.log });
 */
import { python } from './python.js';
import { nameOf, toTransferable } from './source.js';

export { OffcutError } from './errors.js';
export { models } from './models.js';

/**
 * @typedef {{
 *   format?: 'image/png' | 'image/webp' | 'image/jpeg',
 *   quality?: number,
 *   type?: 'foreground' | 'mask' | 'background',
 *   background?: string | Blob,
 *   edges?: 'refined' | 'plain',
 *   decontaminate?: boolean,
 *   clean?: boolean,
 *   fit?: 'cover' | 'contain',
 *   blur?: number,
 *   crop?: boolean,
 *   margin?: number,
 *   threshold?: number,
 *   canvas?: 'square' | 'portrait' | 'passport',
 *   shadow?: number,
 *   effort?: 'fast' | 'best',
 * }} Output
 * `quality`: 0 to 1, of WebP and JPEG. `background`: `#rgb` or `#rrggbb`, `blur` (the picture itself,
 * blurred), or the file of a picture; transparent without. `edges`: by the picture's own colours,
 * or the network's mask only scaled up. `decontaminate`: keep the old background's colours out of
 * see-through pixels. `clean`: remove specks, fill pinholes. `fit`: of a picture as background.
 * `blur`: above 0 to 0.2, of the picture's longer side. `crop`: to the subject and `margin`, 0 to 1
 * of its longer side. `threshold`: 0 to below 1, alpha above which a pixel is the subject's, for its
 * box. `canvas`: subject and margin in the middle of 1:1, 4:5 or 35:45, also beyond the picture.
 * `shadow`: 0 to 1, opacity of a soft shadow. `effort`: `best` takes twice the time for a better
 * mask. Defaults and more: docs/options.md.
 *
 * @typedef {import('./python.js').OnProgress} OnProgress
 * Phases: start (Python is still loading), load (the model; in bytes), preprocess, wait (for
 * another picture), infer, postprocess, empty (there is no subject, so the result shows nothing),
 * output; all but load count 0 or 1 of 1.
 */

/**
 * Remove the background of one picture. Calls may overlap; pictures are then done in turn.
 *
 * @param {import('./source.js').Source} source
 * @param {{
 *   model?: string,
 *   quality?: 'fast' | 'best',
 *   signal?: AbortSignal,
 *   progress?: OnProgress,
 *   output?: Output,
 *   name?: string,
 * }} [options] `model`: an id from `models()`; `quality`: short for
 *   `output.effort`; `name`: what errors call the picture
 * @returns {Promise<Blob>} a transparent PNG of the picture's own size unless `output` says else
 */
export async function removeBackground(source, options = {}) {
  const { model, quality, signal, progress, output, name = nameOf(source) } = options;
  signal?.throwIfAborted();
  python.start();
  const transferable = await toTransferable(source, signal);
  const given = Object.entries({ effort: quality, ...output }).filter(([, value]) => value != null);
  const request = {
    kind: 'remove',
    source: transferable,
    name,
    model: model ?? undefined,
    output: Object.fromEntries(given),
  };
  return python.call(request, { signal, progress });
}

/**
 * Fetch a model and make it ready, so that the first picture needn't wait.
 *
 * @param {{model?: string, signal?: AbortSignal, progress?: OnProgress}} [options]
 * @returns {Promise<void>}
 */
export async function preload({ model, signal, progress } = {}) {
  await python.call({ kind: 'preload', model: model ?? undefined }, { signal, progress });
}

/**
 * Start the engine, and be told of its state, at once and whenever it changes.
 *
 * @param {(status: import('./python.js').Status) => void} watcher
 * @returns {() => void} ends the watch, not the engine
 */
export function watch(watcher) {
  python.start();
  return python.watch(watcher);
}
