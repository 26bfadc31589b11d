import { Bounds } from './coverage.js';
import { drawHint } from './hints.js';
import { contextOf } from './picture.js';

/** @typedef {import('./flash.js').Flash} Flash */
/** @typedef {import('./retouch.js').Retouch} Retouch */
/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./viewport.js').Box} Box */
/** @typedef {import('./viewport.js').Viewport} Viewport */

/** Draws, at most once a frame, what has changed. */
export class Renderer {
  /** Canvas pixels per CSS pixel. */
  ratio = 1;
  #context;
  #scene;
  #view;
  #retouch;
  #flash;
  #drawn;
  #frame = 0;
  #whole = false;
  #changed = new Bounds();

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Scene} scene
   * @param {Viewport} view
   * @param {{retouch: Retouch, flash: Flash, drawn: () => void}} parts what is drawn on the picture;
   *   `drawn` is called afterwards
   */
  constructor(canvas, scene, view, { retouch, flash, drawn }) {
    this.#context = contextOf(canvas);
    this.#scene = scene;
    this.#view = view;
    this.#retouch = retouch;
    this.#flash = flash;
    this.#drawn = drawn;
  }

  /** @param {Box} [box] what has changed on the canvas; everything if left out */
  invalidate(box) {
    if (box) this.#changed.add(...box);
    else this.#whole = true;
    this.#frame ||= requestAnimationFrame(() => this.draw());
  }

  /** Draw now: a canvas that was given another size is empty. */
  draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { width, height } = this.#view;
    /** @type {Box} */
    const all = [0, 0, width, height];
    if (this.#whole) this.#retouch.redraw();
    else this.#retouch.update();
    const box = this.#whole ? all : this.#changed.intersection(all);
    this.#whole = false;
    this.#changed = new Bounds();
    if (!box || !width || !height) return;
    const context = this.#context;
    context.save();
    clip(context, box);
    context.clearRect(box[0], box[1], box[2] - box[0], box[3] - box[1]);
    this.#compose();
    context.restore();
    this.#drawn();
    if (this.#flash.isMoving) this.invalidate();
  }

  #compose() {
    const context = this.#context;
    const { before, split, box } = this.#scene;
    const after = this.#scene.peeks && before ? null : this.#scene.after;
    const [left, top, right, bottom] = this.#view.boxToCanvas(box);
    const between = split === null ? left : Math.round(left + split * (right - left));
    if (before && (split !== null || !after)) {
      context.save();
      clip(context, [left, top, after ? between : right, bottom]);
      before.draw(context, this.#scene.picture, this.#view);
      context.restore();
    }
    if (after) {
      context.save();
      if (split !== null) clip(context, [between, top, right, bottom]);
      this.#haunt([between, top, right, bottom]);
      const { layer } = this.#retouch;
      if (layer) context.drawImage(layer, 0, 0);
      else after.draw(context, box, this.#view);
      this.#flash.draw(context);
      this.#mark();
      context.restore();
    }
    for (const stroke of this.#retouch.strokes) drawHint(context, stroke, this.#view, this.ratio);
    if (split !== null) this.#divide(between, top, bottom);
  }

  /** Tint what a click would take. */
  #mark() {
    const { mark, picture } = this.#scene;
    if (!mark) return;
    const [left, top, right, bottom] = this.#view.boxToCanvas(picture);
    this.#context.imageSmoothingEnabled = true;
    this.#context.drawImage(mark, left, top, right - left, bottom - top);
  }

  /**
   * Show faintly what was cut away.
   *
   * @param {Box} box where
   */
  #haunt(box) {
    const { before, ghost, picture } = this.#scene;
    if (!before || !ghost) return;
    this.#context.save();
    clip(this.#context, box);
    this.#context.globalAlpha = ghost;
    before.draw(this.#context, picture, this.#view);
    this.#context.restore();
  }

  /**
   * @param {number} x
   * @param {number} top
   * @param {number} bottom
   */
  #divide(x, top, bottom) {
    const line = Math.max(2, Math.round(2 * this.ratio));
    // light with dark beside it: one of them is seen on any picture
    this.#context.fillStyle = '#000a';
    this.#context.fillRect(x - line, top, 2 * line, bottom - top);
    this.#context.fillStyle = '#fff';
    this.#context.fillRect(x - Math.floor(line / 2), top, line, bottom - top);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 */
function clip(context, [left, top, right, bottom]) {
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
}
