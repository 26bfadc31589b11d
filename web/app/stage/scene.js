import { Picture } from './picture.js';

/** @typedef {import('./picture.js').Bitmap} Bitmap */
/** @typedef {import('./viewport.js').Box} Box */
/**
 * @typedef {object} Shown
 * @property {number} width of the upright original, in pixels
 * @property {number} height
 * @property {Box} box what `after` shows, in those pixels; may reach beyond the picture, or be a
 *   part of it
 * @property {Bitmap | null} before covers the original; null: not there yet
 * @property {ImageBitmap | null} after covers the box; null: not there yet
 * @property {unknown} key when it changes, the view is fitted anew; else zoom and place stay
 * @property {number} [strokes] how many strokes are in `after`: later ones stay drawn; all if left
 *   out
 */

/** What there is to draw. */
export class Scene {
  width = 1;
  height = 1;
  /** @type {Box} */
  box = [0, 0, 1, 1];
  /** @type {Picture | null} */
  before = null;
  /** @type {Picture | null} */
  after = null;
  /** Share of the box's width up to which `before` is seen. @type {number | null} */
  compare = null;

  /** @returns {Box} what `before` covers */
  get picture() {
    return [0, 0, this.width, this.height];
  }

  /** Where one side gives way to the other; null if only one can be seen. */
  get split() {
    return this.before && this.after ? this.compare : null;
  }

  /** @param {Shown} shown */
  show({ width, height, box, before, after }) {
    this.width = width;
    this.height = height;
    this.box = [...box];
    this.before = pictureOf(before, this.before);
    this.after = pictureOf(after, this.after);
  }

  clear() {
    this.before = pictureOf(null, this.before);
    this.after = pictureOf(null, this.after);
  }
}

/**
 * @param {Bitmap | null} bitmap
 * @param {Picture | null} known whose smaller copies are kept if it is of the same bitmap
 */
function pictureOf(bitmap, known) {
  if (known && known.bitmap === bitmap) return known;
  known?.free();
  return bitmap && new Picture(bitmap);
}
