import { Coverage } from './coverage.js';
import { contextOf } from './picture.js';
import { clamp } from './viewport.js';

/** @typedef {import('./coverage.js').Mask} Mask */
/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./stroke.js').Stroke} Stroke */
/** @typedef {import('./viewport.js').Box} Box */
/** @typedef {import('./viewport.js').Viewport} Viewport */
/** @typedef {{stroke: Stroke, mask: {canvas: HTMLCanvasElement, place: Box} | null}} Painted */

/**
 * How far beyond the view a stroke is kept, in canvas pixels: the view may be moved before it is
 * rendered.
 */
const MARGIN = 256;
/** The canvas for pieces grows by so much at a time: a new one for each frame would be slow. */
const GROWTH = 256;

/**
 * The cut-out as it is seen, with the strokes on it that are not rendered yet: a preview of them.
 */
export class Retouch {
  #scene;
  #view;
  #layer = document.createElement('canvas');
  #context = contextOf(this.#layer);
  #piece = contextOf(document.createElement('canvas'));
  #image = new ImageData(1, 1);
  /** @type {Painted[]} oldest first */
  #pending = [];
  /** @type {Stroke | null} */
  #begun = null;
  /** @type {Coverage | null} */
  #coverage = null;

  /**
   * @param {Scene} scene
   * @param {Viewport} view
   */
  constructor(scene, view) {
    this.#scene = scene;
    this.#view = view;
  }

  /** All strokes that are to be seen, oldest first. */
  get strokes() {
    const pending = this.#pending.map(({ stroke }) => stroke);
    return this.#begun ? [...pending, this.#begun] : pending;
  }

  /** What to show instead of the cut-out; null if that is as it is. */
  get layer() {
    return this.strokes.some(({ retouches }) => retouches) ? this.#layer : null;
  }

  /** @param {Stroke} stroke is drawn from now on, as it grows */
  begin(stroke) {
    this.#begun = stroke;
    this.#cover();
  }

  /**
   * The begun stroke has grown by its last point.
   *
   * @returns {Box} what it may have changed on the canvas
   */
  grow() {
    const stroke = this.#begun;
    if (!stroke) return [0, 0, 0, 0];
    const [from, to] = ends(stroke).map((point) => this.#view.toCanvas(...point));
    this.#coverage?.add(from, to);
    const radius = (stroke.radius + stroke.reach) * this.#view.zoom + 2;
    return [
      Math.min(from[0], to[0]) - radius,
      Math.min(from[1], to[1]) - radius,
      Math.max(from[0], to[0]) + radius,
      Math.max(from[1], to[1]) + radius,
    ];
  }

  /** The begun stroke is done: it stays until it is rendered. */
  finish() {
    if (!this.#begun) return;
    this.update();
    const mask = this.#coverage?.mask();
    this.#pending.push({ stroke: this.#begun, mask: mask ? this.#placed(mask) : null });
    this.drop();
  }

  /** Forget the begun stroke. */
  drop() {
    this.#begun = null;
    this.#coverage = null;
  }

  /** How many strokes are done, and not rendered. */
  get pending() {
    return this.#pending.length;
  }

  /**
   * @param {number} count so many more strokes are rendered: the oldest of the pending ones
   * @returns {Stroke[]} these
   */
  forget(count) {
    return this.#pending.splice(0, Math.max(0, count)).map(({ stroke }) => stroke);
  }

  /** @param {number} count so many strokes are undone: the latest */
  undo(count) {
    this.#pending.length -= clamp(count, 0, this.#pending.length);
  }

  /** Draw all anew: the view, or what is seen in it, has changed. */
  redraw() {
    const { width, height } = this.#view;
    if (!this.layer) {
      this.#layer.width = this.#layer.height = 0; // gives its memory back
      return;
    }
    if (this.#layer.width !== width || this.#layer.height !== height) {
      this.#layer.width = width;
      this.#layer.height = height;
    }
    this.#context.clearRect(0, 0, width, height);
    this.#scene.after?.draw(this.#context, this.#scene.box, this.#view);
    for (const { stroke, mask } of this.#pending) {
      if (mask) this.#applyMask(stroke, mask);
    }
    this.#cover();
    this.update();
  }

  /** Draw what the begun stroke has covered meanwhile. */
  update() {
    const box = this.#coverage?.fresh([0, 0, this.#view.width, this.#view.height]);
    if (!box || !this.#begun || !this.#coverage) return;
    const piece = this.#pieceFor(box);
    const { width, height } = piece.canvas;
    if (this.#image.width !== width || this.#image.height !== height) {
      this.#image = new ImageData(width, height);
    }
    this.#coverage.take(box, new Uint32Array(this.#image.data.buffer), width);
    piece.putImageData(this.#image, 0, 0, 0, 0, box[2] - box[0], box[3] - box[1]);
    this.#apply(this.#begun, box);
  }

  /** Begin the coverage of the begun stroke anew, as it lies in this view. */
  #cover() {
    const stroke = this.#begun;
    this.#coverage = null;
    if (!stroke?.retouches) return;
    const radius = stroke.radius * this.#view.zoom;
    const margin = Math.ceil(Math.min(radius + 1, MARGIN));
    const { width, height } = this.#view;
    const coverage = new Coverage(
      [-margin, -margin, width + margin, height + margin],
      radius,
      stroke.brush,
    );
    const points = stroke.points.map((point) => this.#view.toCanvas(...point));
    points.forEach((point, index) => {
      coverage.add(points[Math.max(0, index - 1)], point);
    });
    this.#coverage = coverage;
  }

  /**
   * @param {Stroke} stroke
   * @param {NonNullable<Painted['mask']>} mask
   */
  #applyMask(stroke, { canvas, place }) {
    const [left, top, right, bottom] = this.#view.boxToCanvas(place);
    const x0 = Math.max(0, Math.floor(left));
    const y0 = Math.max(0, Math.floor(top));
    const x1 = Math.min(this.#view.width, Math.ceil(right));
    const y1 = Math.min(this.#view.height, Math.ceil(bottom));
    if (x0 >= x1 || y0 >= y1) return;
    const piece = this.#pieceFor([x0, y0, x1, y1]);
    piece.drawImage(canvas, left - x0, top - y0, right - left, bottom - top);
    this.#apply(stroke, [x0, y0, x1, y1]);
  }

  /**
   * Retouch a box of the layer, as strongly as the piece is opaque. Only the picture can be
   * retouched, not what lies around it.
   *
   * @param {Stroke} stroke
   * @param {Box} box
   */
  #apply({ brush }, [left, top, right, bottom]) {
    const [context, piece, { before }] = [this.#context, this.#piece, this.#scene];
    if (brush.kind === 'restore' && !before) return;
    const paste = () =>
      context.drawImage(
        piece.canvas,
        0,
        0,
        right - left,
        bottom - top,
        left,
        top,
        right - left,
        bottom - top,
      );
    const [x0, y0, x1, y1] = this.#view.boxToCanvas(this.#scene.picture);
    context.save();
    context.beginPath();
    context.rect(x0, y0, x1 - x0, y1 - y0);
    context.clip();
    context.globalCompositeOperation = 'destination-out';
    paste();
    if (brush.kind === 'restore') {
      piece.save();
      piece.globalCompositeOperation = 'source-in';
      piece.translate(-left, -top);
      before?.draw(piece, this.#scene.picture, this.#view);
      piece.restore();
      context.globalCompositeOperation = 'lighter'; // the sum of what is left and what comes
      paste();
    }
    context.restore();
  }

  /**
   * An empty canvas that is large enough for a box.
   *
   * @param {Box} box
   */
  #pieceFor([left, top, right, bottom]) {
    const { canvas } = this.#piece;
    const width = Math.max(canvas.width, Math.ceil((right - left) / GROWTH) * GROWTH);
    const height = Math.max(canvas.height, Math.ceil((bottom - top) / GROWTH) * GROWTH);
    if (width > canvas.width || height > canvas.height) Object.assign(canvas, { width, height });
    else this.#piece.clearRect(0, 0, width, height);
    return this.#piece;
  }

  /** @param {Mask} mask */
  #placed({ canvas, box: [left, top, right, bottom] }) {
    /** @type {Box} */
    const place = [...this.#view.toPicture(left, top), ...this.#view.toPicture(right, bottom)];
    return { canvas, place };
  }
}

/** @param {Stroke} stroke */
function ends({ points }) {
  return [points[Math.max(0, points.length - 2)], points[points.length - 1]];
}
