import { clamp } from './viewport.js';

/** @typedef {'erase' | 'restore' | 'drop' | 'keep' | 'pick'} Kind `pick`: a click, and no stroke */
/**
 * @typedef {object} Brush
 * @property {Kind} kind
 * @property {number} radius share of the picture's longer side, up to 0.5
 * @property {number} hardness share of the radius within which it covers fully, 0 to 1
 * @property {number} opacity what it covers at most, 0 to 1
 * @property {number} [reach] how far a smart one may grow, share of the picture's longer side
 */
/**
 * @typedef {Brush & {
 *   kind: Exclude<Kind, 'pick'>,
 *   points: [x: number, y: number][],
 * }} StrokeDetail
 * `points`: as shares of width and height.
 */

/** Nearer points would change what is painted by less than can be seen. */
const SPACING = 1 / 6;
/** Share of that spacing from which on the end counts all the same. */
const END = 1 / 4;
const MAX_POINTS = 2000;
/** How far a brush can leave the picture, in widths or heights of it. */
const REACH = 1;

/** A line painted with a brush, in picture pixels. */
export class Stroke {
  /** @type {[x: number, y: number][]} */
  points = [];
  /** The same line, to draw with. */
  path = new Path2D();
  #spacing;
  /** The last point that was too near. @type {[x: number, y: number] | null} */
  #skipped = null;

  /**
   * @param {Brush} brush
   * @param {{width: number, height: number}} picture
   */
  constructor(brush, { width, height }) {
    this.brush = { ...brush };
    this.picture = { width, height };
    this.radius = brush.radius * Math.max(width, height);
    /** How far it may grow from its rim. */
    this.reach = (brush.reach ?? 0) * Math.max(width, height);
    this.#spacing = this.radius * SPACING;
  }

  /** Whether it changes pixels; else it is a hint to whoever decides what is subject. */
  get retouches() {
    return this.brush.kind === 'erase' || this.brush.kind === 'restore';
  }

  /**
   * Go on to a point.
   *
   * @param {number} x
   * @param {number} y
   * @param {number} [spacing]
   * @returns {boolean} whether it was far enough to count
   */
  add(x, y, spacing = this.#spacing) {
    const { width, height } = this.picture;
    x = clamp(x, -REACH * width, (1 + REACH) * width);
    y = clamp(y, -REACH * height, (1 + REACH) * height);
    const last = this.points.at(-1);
    this.#skipped = last && Math.hypot(x - last[0], y - last[1]) < spacing ? [x, y] : null;
    if (this.#skipped) return false;
    if (this.points.length === MAX_POINTS) this.#thin();
    this.points.push([x, y]);
    if (!last) this.path.moveTo(x, y);
    this.path.lineTo(x, y); // to the point itself, too: a line of no length is a dot
    return true;
  }

  /** @returns {boolean} whether this has led it on, to the very end */
  end() {
    return this.#skipped !== null && this.add(...this.#skipped, this.#spacing * END);
  }

  /** @returns {StrokeDetail} */
  get detail() {
    const { width, height } = this.picture;
    const kind = /** @type {StrokeDetail['kind']} */ (this.brush.kind);
    const points = this.points.map(
      ([x, y]) => /** @type {[number, number]} */ ([x / width, y / height]),
    );
    return { ...this.brush, kind, points };
  }

  #thin() {
    const last = this.points.length - 1;
    this.points = this.points.filter((_, index) => index % 2 === 0 || index === last);
    this.#spacing *= 2;
  }
}
