import { contextOf } from './picture.js';
import { clamp } from './viewport.js';

/** @typedef {import('./viewport.js').Box} Box */
/** @typedef {{canvas: HTMLCanvasElement, box: Box}} Mask a stroke's alpha, and where it lies */

const STEPS = 1024;

/**
 * How much of each pixel of the view a stroke covers while it is painted.
 *
 * A point is covered by its distance to the whole line, so a line that crosses itself covers no
 * more for it.
 */
export class Coverage {
  #left;
  #top;
  #width;
  #height;
  #radius;
  #profile;
  /** What is covered, 0 to 255. */
  #covered;
  /** How much of it was taken. */
  #taken;
  #bounds = new Bounds();
  #fresh = new Bounds();

  /**
   * @param {Box} area what may be covered, in whole canvas pixels
   * @param {number} radius in canvas pixels
   * @param {{hardness: number, opacity: number}} brush
   */
  constructor([left, top, right, bottom], radius, { hardness, opacity }) {
    this.#left = left;
    this.#top = top;
    this.#width = right - left;
    this.#height = bottom - top;
    // an edge of no width would be jagged, and a brush of less than a pixel would miss them all
    const middle = (radius * (1 + hardness)) / 2;
    const half = Math.max(radius * (1 - hardness), 1) / 2;
    this.#radius = middle + half;
    this.#profile = profile((middle - half) / this.#radius, opacity);
    this.#covered = new Uint8Array(this.#width * this.#height);
    this.#taken = new Uint8Array(this.#width * this.#height);
  }

  /**
   * Cover what is near a straight line.
   *
   * @param {[x: number, y: number]} from in canvas pixels
   * @param {[x: number, y: number]} to
   */
  add([ax, ay], [bx, by]) {
    // in pieces: the box around a long slanted line is mostly empty
    const pieces = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / (2 * this.#radius)));
    for (let piece = 0; piece < pieces; piece++) {
      const [start, end] = [piece / pieces, (piece + 1) / pieces];
      this.#cover(
        ax + (bx - ax) * start,
        ay + (by - ay) * start,
        ax + (bx - ax) * end,
        ay + (by - ay) * end,
      );
    }
  }

  /**
   * Take out what was covered since the last time.
   *
   * @param {Box} within
   * @returns {Box | null} where there is something new, within the given box
   */
  fresh(within) {
    const box = this.#fresh.intersection(within);
    this.#fresh = new Bounds();
    return box;
  }

  /**
   * Write the opacity that turns what was taken of a box into what is covered.
   *
   * @param {Box} box in whole canvas pixels
   * @param {Uint32Array} pixels RGBA, of which alpha is written
   * @param {number} stride pixels from one row to the next
   */
  take([left, top, right, bottom], pixels, stride) {
    for (let y = top; y < bottom; y++) {
      let from = (y - this.#top) * this.#width + left - this.#left;
      const start = (y - top) * stride;
      for (let to = start; to < start + right - left; to++, from++) {
        const before = this.#taken[from];
        const more = this.#covered[from] - before;
        pixels[to] = more ? Math.round((255 * more) / (255 - before)) << 24 : 0;
        this.#taken[from] = before + more;
      }
    }
  }

  /** @returns {Mask | null} all that is covered */
  mask() {
    const box = this.#bounds.intersection([
      this.#left,
      this.#top,
      this.#left + this.#width,
      this.#top + this.#height,
    ]);
    if (!box) return null;
    const [left, top, right, bottom] = box;
    const canvas = document.createElement('canvas');
    canvas.width = right - left;
    canvas.height = bottom - top;
    const image = new ImageData(canvas.width, canvas.height);
    const pixels = new Uint32Array(image.data.buffer);
    for (let y = 0; y < canvas.height; y++) {
      const from = (y + top - this.#top) * this.#width + left - this.#left;
      for (let x = 0; x < canvas.width; x++)
        pixels[y * canvas.width + x] = this.#covered[from + x] << 24;
    }
    contextOf(canvas).putImageData(image, 0, 0);
    return { canvas, box };
  }

  /**
   * @param {number} ax
   * @param {number} ay
   * @param {number} bx
   * @param {number} by
   */
  #cover(ax, ay, bx, by) {
    const radius = this.#radius;
    const x0 = clamp(Math.floor(Math.min(ax, bx) - radius) - this.#left, 0, this.#width);
    const x1 = clamp(Math.ceil(Math.max(ax, bx) + radius) - this.#left, 0, this.#width);
    const y0 = clamp(Math.floor(Math.min(ay, by) - radius) - this.#top, 0, this.#height);
    const y1 = clamp(Math.ceil(Math.max(ay, by) + radius) - this.#top, 0, this.#height);
    if (x0 >= x1 || y0 >= y1) return;
    for (const bounds of [this.#bounds, this.#fresh]) {
      bounds.add(x0 + this.#left, y0 + this.#top, x1 + this.#left, y1 + this.#top);
    }
    const [covered, shape, limit] = [this.#covered, this.#profile, radius * radius];
    const [dx, dy, step] = [bx - ax, by - ay, STEPS / limit];
    const inverse = 1 / (dx * dx + dy * dy || 1);
    for (let y = y0; y < y1; y++) {
      const py = y + 0.5 + this.#top - ay;
      for (let x = x0, index = y * this.#width + x0; x < x1; x++, index++) {
        const px = x + 0.5 + this.#left - ax;
        const along = (px * dx + py * dy) * inverse;
        const nearest = Math.min(Math.max(along, 0), 1);
        const distance = (px - nearest * dx) ** 2 + (py - nearest * dy) ** 2;
        if (distance >= limit) continue;
        const value = shape[(distance * step) | 0];
        if (value > covered[index]) covered[index] = value;
      }
    }
  }
}

/**
 * A brush's coverage, 0 to 255, by the square of the distance: full inside, then a smooth fall to
 * nothing. Strokes are rendered with the same in the end (Python's `Brush.falloff`).
 *
 * @param {number} inner share of the radius within which it is full
 * @param {number} opacity
 */
function profile(inner, opacity) {
  return Uint8Array.from({ length: STEPS }, (_, index) => {
    const distance = Math.sqrt((index + 0.5) / STEPS);
    const share = clamp((1 - distance) / (1 - inner), 0, 1);
    return Math.round(255 * opacity * share * share * (3 - 2 * share));
  });
}

/** The least box around what was added. */
export class Bounds {
  #left = Infinity;
  #top = Infinity;
  #right = -Infinity;
  #bottom = -Infinity;

  /**
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   */
  add(left, top, right, bottom) {
    this.#left = Math.min(this.#left, left);
    this.#top = Math.min(this.#top, top);
    this.#right = Math.max(this.#right, right);
    this.#bottom = Math.max(this.#bottom, bottom);
  }

  /**
   * @param {Box} box
   * @returns {Box | null} the part that both have, in whole pixels
   */
  intersection([left, top, right, bottom]) {
    const x0 = Math.max(Math.floor(this.#left), left);
    const y0 = Math.max(Math.floor(this.#top), top);
    const x1 = Math.min(Math.ceil(this.#right), right);
    const y1 = Math.min(Math.ceil(this.#bottom), bottom);
    return x0 < x1 && y0 < y1 ? [x0, y0, x1, y1] : null;
  }
}
