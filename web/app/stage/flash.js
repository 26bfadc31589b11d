import { contextOf } from './picture.js';

/** @typedef {import('./picture.js').Bitmap} Bitmap */
/** @typedef {import('./viewport.js').Box} Box */
/** @typedef {import('./viewport.js').Viewport} Viewport */

/** Pixels of the longer side at which two cut-outs are compared. */
const SIDE = 512;
/** Of 255: alpha that differs by less has not changed, edges are only fitted anew. */
const APART = 40;
/** RGB of what came back and of what went, as strokes are drawn that ask for it. */
const CAME = [11, 143, 60];
const WENT = [224, 18, 44];
const STRENGTH = 0.6;

/** So long what has changed stays tinted, and so long of that at full strength. */
const LASTS_MS = 1100;
const HOLDS_MS = 500;

/** Tints for a moment what a smart stroke or a pick has changed. */
export class Flash {
  #view;
  #end;
  #canvas = document.createElement('canvas');
  /** @type {Box} */
  #place = [0, 0, 0, 0];
  #began = -Infinity;
  #timer = 0;

  /**
   * @param {Viewport} view
   * @param {() => void} end called when the tint has gone
   */
  constructor(view, end) {
    this.#view = view;
    this.#end = end;
  }

  /** Whether the tint looks different in each frame: it fades, unless people want no motion. */
  get isMoving() {
    return this.#share > 0 && !isStill();
  }

  /**
   * @param {Bitmap} old
   * @param {Bitmap} now
   * @param {Box} place what both cover, in picture pixels
   */
  begin(old, now, place) {
    const share = Math.min(1, SIDE / Math.max(now.width, now.height));
    const width = Math.max(1, Math.round(now.width * share));
    const height = Math.max(1, Math.round(now.height * share));
    const [before, after] = [old, now].map((bitmap) => pixelsOf(bitmap, width, height));
    Object.assign(this.#canvas, { width, height });
    contextOf(this.#canvas).putImageData(difference(before, after), 0, 0);
    this.#place = place;
    this.#began = performance.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.clear(), LASTS_MS);
  }

  clear() {
    clearTimeout(this.#timer);
    this.#began = -Infinity;
    this.#canvas.width = this.#canvas.height = 0; // gives its memory back
    this.#end();
  }

  /** @param {CanvasRenderingContext2D} context */
  draw(context) {
    const share = this.#share;
    if (!share) return;
    const [left, top, right, bottom] = this.#view.boxToCanvas(this.#place);
    context.save();
    context.globalAlpha = STRENGTH * share;
    context.imageSmoothingEnabled = true;
    context.drawImage(this.#canvas, left, top, right - left, bottom - top);
    context.restore();
  }

  /** How much of the tint is left, 0 to 1. */
  get #share() {
    const passed = performance.now() - this.#began;
    if (passed >= LASTS_MS) return 0;
    if (isStill()) return 1;
    return Math.min(1, (LASTS_MS - passed) / (LASTS_MS - HOLDS_MS));
  }
}

function isStill() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/**
 * @param {Bitmap} bitmap
 * @param {number} width
 * @param {number} height
 */
function pixelsOf(bitmap, width, height) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true }) ?? contextOf(canvas);
  context.drawImage(bitmap, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/**
 * What became more opaque, and what less, in their colours.
 *
 * @param {ImageData} before
 * @param {ImageData} after of the same size
 * @returns {ImageData}
 */
export function difference(before, after) {
  const tint = new ImageData(after.width, after.height);
  const [one, other, drawn] = [before.data, after.data, tint.data];
  for (let at = 3; at < drawn.length; at += 4) {
    const change = other[at] - one[at];
    if (Math.abs(change) < APART) continue;
    drawn.set(change > 0 ? CAME : WENT, at - 3);
    drawn[at] = Math.abs(change);
  }
  return tint;
}
