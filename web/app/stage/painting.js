import { Cursor } from './cursor.js';
import { Stroke } from './stroke.js';
import { clamp } from './viewport.js';

/** @typedef {import('./renderer.js').Renderer} Renderer */
/** @typedef {import('./retouch.js').Retouch} Retouch */
/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./stroke.js').Brush} Brush */
/** @typedef {import('./stroke.js').StrokeDetail} StrokeDetail */
/** @typedef {import('./viewport.js').Viewport} Viewport */

/** The brush at work, whoever moves it. Places are canvas pixels. */
export class Painting {
  /** @type {Brush | null} */
  brush = null;
  cursor = new Cursor();
  #scene;
  #view;
  #renderer;
  #retouch;
  #done;
  /** @type {Stroke | null} */
  #stroke = null;
  /** Where the brush is, in picture pixels. @type {[x: number, y: number] | null} */
  #at = null;
  #byKeys = false;

  /**
   * @param {{scene: Scene, view: Viewport, renderer: Renderer, retouch: Retouch}} parts
   * @param {(detail: StrokeDetail) => void} done called with each stroke
   */
  constructor({ scene, view, renderer, retouch }, done) {
    this.#scene = scene;
    this.#view = view;
    this.#renderer = renderer;
    this.#retouch = retouch;
    this.#done = done;
  }

  /** Whether a stroke is begun. */
  get begun() {
    return this.#stroke !== null;
  }

  /** Where the keys have brought the brush; null if they have not. */
  get crosshair() {
    return this.#byKeys && this.#at ? this.#view.toCanvas(...this.#at) : null;
  }

  /** The brush's radius in canvas pixels. */
  get radius() {
    const { width, height } = this.#scene;
    return (this.brush?.radius ?? 0) * Math.max(width, height) * this.#view.zoom;
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  begin(x, y) {
    if (!this.brush || (!this.#scene.before && !this.#scene.after)) return;
    this.finish(); // what the keys have begun
    this.#stroke = new Stroke(this.brush, this.#scene);
    this.#stroke.add(...this.#view.toPicture(x, y));
    this.#retouch.begin(this.#stroke);
    this.#renderer.invalidate();
  }

  /**
   * Go on with the begun stroke, if there is one.
   *
   * @param {number} x
   * @param {number} y
   */
  move(x, y) {
    if (this.#stroke?.add(...this.#view.toPicture(x, y)))
      this.#renderer.invalidate(this.#retouch.grow());
  }

  finish() {
    const stroke = this.#stroke;
    if (!stroke) return;
    this.#stroke = null;
    if (stroke.end()) this.#renderer.invalidate(this.#retouch.grow());
    this.#retouch.finish();
    this.point();
    this.#done(stroke.detail);
  }

  drop() {
    if (!this.#stroke) return;
    this.#stroke = null;
    this.#retouch.drop();
    this.#renderer.invalidate();
    this.point();
  }

  /**
   * Show where the brush is.
   *
   * @param {number} x
   * @param {number} y
   * @param {boolean} [byKeys] with a cross, since no pointer is there
   */
  hover(x, y, byKeys = false) {
    this.#at = this.#view.toPicture(x, y);
    this.#byKeys = byKeys;
    this.point();
  }

  leave() {
    this.#at = null;
    this.#byKeys = false;
    this.point();
  }

  /** Draw the cursor anew: the brush, or the view, is another. */
  point() {
    if (!this.brush || !this.#at) {
      this.cursor.hide();
      return;
    }
    const { ratio } = this.#renderer;
    const [x, y] = this.#view.toCanvas(...this.#at);
    const how = { cross: this.#byKeys, pressed: this.begun };
    this.cursor.show(x / ratio, y / ratio, this.radius / ratio, how);
  }

  /** @param {number} factor change the brush's radius */
  scaleBrush(factor) {
    if (!this.brush) return;
    const least = 0.5 / Math.max(this.#scene.width, this.#scene.height);
    this.brush = { ...this.brush, radius: clamp(this.brush.radius * factor, least, 0.5) };
    this.point();
  }
}
