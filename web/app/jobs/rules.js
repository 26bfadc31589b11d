import { wantsAllFrames } from '../state/settings.js';

/** @typedef {import('../state/state.js').Picture} Picture */

/** Errors of a file that stays what it is, by the beginning of their codes... */
const OF_THE_FILE = 'picture-';
/** ...but for those that memory or a permission mends. */
const PASSING = ['picture-altered', 'picture-memory'];

/** Errors that other settings may mend. */
const MENDABLE = ['InvalidOptionError', 'PictureTooLargeError'];

/**
 * Whether something is still to be done for it.
 *
 * @param {Picture} picture
 */
export function isPending({ state, isFresh }) {
  return state === 'waiting' || state === 'working' || (state === 'done' && !isFresh);
}

/**
 * Whether leaving the page would lose it: a result that was neither saved nor copied, or was changed
 * since.
 *
 * @param {Picture} picture
 */
export function isUnsaved({ result, saved }) {
  return result !== saved;
}

/**
 * Whether there are frames to be cut out that the network has not seen.
 *
 * @param {Pick<Picture, 'frames' | 'masks' | 'settings'>} picture
 */
export function lacksMasks({ frames, masks, settings }) {
  return wantsAllFrames(settings) && masks < frames;
}

/**
 * Whether other settings may do.
 *
 * @param {Pick<Picture, 'state' | 'error' | 'settings'>} picture
 */
export function isMendable({ state, error, settings }) {
  if (state !== 'failed' || !error) return false;
  // a picture as background may be unreadable
  return MENDABLE.includes(error.name) || settings.background instanceof Blob;
}

/**
 * Whether trying again can't help: another file is needed.
 *
 * @param {Pick<Picture, 'state' | 'error' | 'settings'>} picture
 */
export function isHopeless(picture) {
  const { state, error, settings } = picture;
  if (state !== 'failed' || !error || settings.background instanceof Blob) return false;
  const code = String(Reflect.get(error, 'code'));
  return code.startsWith(OF_THE_FILE) && !PASSING.includes(code);
}
