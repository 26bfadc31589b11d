import info from '../build-info.js';

/**
 * How long a worker may keep silent before it is taken for dead, ended and started anew. All limits
 * stand here; docs/architecture.md says how they are used.
 *
 * They are long: a slow phone must not be taken for dead, and Python says nothing while it is inside
 * of a long C function. Most workers that die are noticed at once all the same, by their lock
 * (web/workers/hold-lock.js). Tests build a site that has less patience.
 */
const { haste } = info;

/** Between two questions whether Python still answers. */
export const BEAT_MS = 5000 / haste;

/** Python, for whatever has no pixels. */
const LEAST_MS = 60_000 / haste;

/** For each megapixel in hand: ten times what the slowest step takes on a computer with two cores. */
const MEGAPIXEL_MS = 5000 / haste;

/** Until Python has confirmed that a call was cancelled. */
export const CANCEL_MS = 8000 / haste;

/** A picture to be shown in the list or on the stage. */
export const THUMBNAIL_MS = 30_000 / haste;

/**
 * ONNX Runtime, seconds: so long at first; once it has been measured, so many times the longest load
 * or run, and at least so long.
 */
export const NETWORK = { first: 600 / haste, times: 20, least: 120 / haste };

/**
 * Milliseconds that Python may keep silent.
 *
 * @param {number} megapixels of the largest picture in hand, with its background
 */
export function silence(megapixels) {
  return LEAST_MS + MEGAPIXEL_MS * megapixels;
}
