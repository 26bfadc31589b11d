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
 * @property {boolean} [isPicked] whether `after` differs from the last one by what was picked
 * @property {number} [strokes] how many strokes are in `after`: later ones stay drawn; all if left
 *   out
 */

/** Of 255: alpha above which something is seen. */
export const HALF = 127;

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
  /** How opaque `before` is under `after`. */
  ghost = 0;
  /** Whether `before` is shown in the place of all else. */
  peeks = false;
  /** What a click would take, over the whole picture. @type {HTMLCanvasElement | null} */
  mark = null;

  /** @returns {Box} what `before` covers */
  get picture() {
    return [0, 0, this.width, this.height];
  }

  /** Where one side gives way to the other; null if only one can be seen. */
  get split() {
    return this.before && this.after && !this.peeks ? this.compare : null;
  }

  /** @param {Shown} shown */
  show({ width, height, box, before, after }) {
    this.width = width;
    this.height = height;
    this.box = [...box];
    this.before = pictureOf(before, this.before);
    this.after = pictureOf(after, this.after);
  }

  /**
   * Whether something of the picture is seen at a place.
   *
   * @param {number} x share of the picture's width
   * @param {number} y share of its height
   */
  isKept(x, y) {
    const [left, top, right, bottom] = this.box;
    const across = (x * this.width - left) / (right - left);
    const down = (y * this.height - top) / (bottom - top);
    return (this.after?.alphaAt(across, down) ?? 0) > HALF;
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
