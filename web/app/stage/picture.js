import { clamp } from './viewport.js';

/** @typedef {import('./viewport.js').Viewport} Viewport */
/** @typedef {import('./viewport.js').Box} Box */
/** @typedef {ImageBitmap | HTMLImageElement} Bitmap */
/** @typedef {{source: Bitmap | HTMLCanvasElement, width: number, height: number}} Level */

/** From this zoom on the pixels themselves are seen. */
const PIXELS_SEEN = 2;

/**
 * A bitmap, drawn at any zoom.
 *
 * Small views are drawn from halved copies: browsers differ in how well they scale down in one
 * step, and to go through 12 megapixels for each frame is slow. Source: L. Williams, "Pyramidal
 * parametrics", 1983.
 */
export class Picture {
  /** @type {Level[]} */
  #levels;

  /** @param {Bitmap} bitmap stays the caller's, who may close it once it is shown no more */
  constructor(bitmap) {
    this.bitmap = bitmap;
    const [width, height] =
      bitmap instanceof ImageBitmap
        ? [bitmap.width, bitmap.height]
        : [bitmap.naturalWidth, bitmap.naturalHeight];
    this.#levels = [{ source: bitmap, width, height }];
  }

  /**
   * Draw what is in view.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {Box} place what the bitmap covers, in picture pixels
   * @param {Viewport} view
   */
  draw(context, place, view) {
    if (!this.bitmap.width) return; // closed: there is nothing to draw any more
    const [left, top, right, bottom] = view.boxToCanvas(place);
    const { width: fullWidth } = this.#levels[0];
    const { source, width, height } = this.#level((right - left) / fullWidth);
    const across = (right - left) / width;
    const down = (bottom - top) / height;
    // whole pixels, and one more than is seen: smoothing looks at the neighbours
    const x0 = clamp(Math.floor(-left / across) - 1, 0, width);
    const y0 = clamp(Math.floor(-top / down) - 1, 0, height);
    const x1 = clamp(Math.ceil((view.width - left) / across) + 1, 0, width);
    const y1 = clamp(Math.ceil((view.height - top) / down) + 1, 0, height);
    if (x0 >= x1 || y0 >= y1) return;
    // the pixels of a preview are none of the picture's
    const isWhole = fullWidth >= Math.floor(place[2] - place[0]);
    context.imageSmoothingEnabled = view.zoom < PIXELS_SEEN || !isWhole;
    context.imageSmoothingQuality = 'low';
    context.drawImage(
      source,
      x0,
      y0,
      x1 - x0,
      y1 - y0,
      left + x0 * across,
      top + y0 * down,
      (x1 - x0) * across,
      (y1 - y0) * down,
    );
  }

  /**
   * @param {number} across share of the bitmap's width
   * @param {number} down share of its height
   * @returns {number} 0 to 255
   */
  alphaAt(across, down) {
    const { width, height } = this.#levels[0];
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    const context = contextOf(canvas);
    const [x, y] = [Math.floor(across * width), Math.floor(down * height)];
    context.drawImage(this.bitmap, x, y, 1, 1, 0, 0, 1, 1);
    return context.getImageData(0, 0, 1, 1).data[3];
  }

  /** Give the copies' memory back, at once: some browsers have little for canvases. */
  free() {
    for (const { source } of this.#levels.splice(1)) {
      if (source instanceof HTMLCanvasElement) source.width = source.height = 0;
    }
  }

  /**
   * The smallest copy that need not be enlarged.
   *
   * @param {number} scale canvas pixels per pixel of the bitmap
   */
  #level(scale) {
    const wanted = Math.max(0, Math.floor(Math.log2(1 / scale)));
    while (this.#levels.length <= wanted) {
      const next = halved(this.#levels[this.#levels.length - 1]);
      if (!next) break;
      this.#levels.push(next);
    }
    return this.#levels[Math.min(wanted, this.#levels.length - 1)];
  }
}

/**
 * @param {Level} level
 * @returns {Level | null} null if it is too small for that
 */
function halved({ source, width, height }) {
  if (width < 2 || height < 2) return null;
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width / 2);
  canvas.height = Math.ceil(height / 2);
  const context = contextOf(canvas);
  context.imageSmoothingQuality = 'low'; // at one half it is the mean of four
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return { source: canvas, width: canvas.width, height: canvas.height };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
export function contextOf(canvas) {
  const context = canvas.getContext('2d');
  if (context) return context;
  throw new TypeError('This browser gives no canvas to draw on.');
}
