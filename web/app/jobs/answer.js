import { onMask } from '../state/history.js';
import { chosenAmong } from '../state/subjects.js';

/**
 * @typedef {import('../state/state.js').Picture} Picture
 * @typedef {import('../../engine/index.js').CutOut} CutOut
 */

/**
 * What an answer makes of a picture.
 *
 * @param {Picture} picture as it was when it was asked for
 * @param {Picture | undefined} now
 * @param {CutOut} cut
 * @returns {Partial<Picture>}
 */
export function answered(picture, now, cut) {
  const { file: result, mask, subjects, labels = null, ...rest } = cut;
  const isFresh = !isOutdated(picture, now);
  const change = { state: /** @type {const} */ ('done'), ...rest, result, isFresh };
  // a mask that was given is no new one, and by now there may be another
  if (picture.mask) return isFresh ? { ...change, subjects, labels } : change;
  const seen = { mask, subjects, labels, chosen: chosenAmong(picture, subjects) };
  const past = onMask(now?.past ?? [], seen);
  const future = onMask(now?.future ?? [], seen);
  // all subjects are in the file
  return { ...change, ...seen, past, future, isFresh: isFresh && !seen.chosen };
}

/**
 * Whether something else is asked for by now.
 *
 * @param {Picture} picture as it was when it was asked for
 * @param {Picture | undefined} now
 */
export function isOutdated({ settings, strokes, mask, chosen }, now) {
  return (
    now?.settings !== settings ||
    now.strokes !== strokes ||
    now.mask !== mask ||
    now.chosen !== chosen
  );
}
