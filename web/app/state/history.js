/**
 * @typedef {import('./state.js').Picture} Picture
 * @typedef {Pick<Picture, typeof MADE[number]>} Step
 * @typedef {Step & Pick<Picture, 'past' | 'future'>} Change
 */

/** What somebody makes of a picture by hand; all of it is taken back in steps. */
const MADE = /** @type {const} */ (['strokes', 'points', 'mask', 'subjects', 'labels', 'chosen']);

/**
 * A step on: what was taken back before is gone.
 *
 * @param {Picture} picture
 * @param {Partial<Step>} step
 * @returns {Change}
 */
export function forward(picture, step) {
  const made = stepOf(picture);
  return { ...made, ...step, past: [...picture.past, made], future: [] };
}

/**
 * @param {Picture} picture
 * @param {number} [count] of steps; Infinity for all
 * @returns {Change}
 */
export function back(picture, count = 1) {
  const { past, future } = picture;
  const at = Math.max(0, past.length - count);
  const step = past[at] ?? stepOf(picture);
  const later = past.length ? [...past.slice(at + 1), stepOf(picture)] : [];
  return { ...step, past: past.slice(0, at), future: [...later, ...future] };
}

/**
 * The step that was taken back last, once more.
 *
 * @param {Picture} picture
 * @returns {Change}
 */
export function again(picture) {
  const { past, future } = picture;
  const [next, ...rest] = future;
  if (!next) return { ...stepOf(picture), past, future };
  return { ...next, past: [...past, stepOf(picture)], future: rest };
}

/**
 * All that was made of a picture, to come back to.
 *
 * @param {Picture} picture
 * @returns {Change}
 */
export function madeOf(picture) {
  return { ...stepOf(picture), past: picture.past, future: picture.future };
}

/**
 * Where the network has looked anew, what was made before is taken back on its mask.
 *
 * @param {readonly Step[]} steps
 * @param {Pick<Picture, 'mask' | 'subjects' | 'labels' | 'chosen'>} seen
 * @returns {readonly Step[]}
 */
export function onMask(steps, seen) {
  return steps.map((step) => ({ ...step, ...seen }));
}

/**
 * @param {Picture} picture
 * @returns {Step}
 */
function stepOf(picture) {
  return /** @type {Step} */ (Object.fromEntries(MADE.map((name) => [name, picture[name]])));
}
