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
 *   background?: string,
 * }} Output
 * `quality`: 0 to 1, of WebP and JPEG. `background`: `#rgb` or `#rrggbb`; transparent without.
 *
 * @typedef {import('./python.js').OnProgress} OnProgress
 * Phases: start (Python is still loading), load (the model; in bytes), preprocess, wait (for
 * another picture), infer, postprocess, output; all but load count 0 or 1 of 1.
 */

/**
 * Remove the background of one picture. Calls may overlap; pictures are then done in turn.
 *
 * @param {import('./source.js').Source} source
 * @param {{
 *   model?: string,
 *   signal?: AbortSignal,
 *   progress?: OnProgress,
 *   output?: Output,
 *   name?: string,
 * }} [options] `model`: an id from `models()`; `name`: what errors call the picture
 * @returns {Promise<Blob>} of the picture's own size, a transparent PNG unless `output` says else
 */
export async function removeBackground(source, options = {}) {
  const { model, signal, progress, output, name = nameOf(source) } = options;
  signal?.throwIfAborted();
  python.start();
  const transferable = await toTransferable(source, signal);
  const given = Object.entries(output ?? {}).filter(([, value]) => value != null);
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
