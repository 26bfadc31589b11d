import { Cursor } from './cursor.js';
import { Stroke } from './stroke.js';
import { clamp } from './viewport.js';

/** @typedef {import('./loupe.js').Loupe} Loupe */
/** @typedef {import('./renderer.js').Renderer} Renderer */
/** @typedef {import('./retouch.js').Retouch} Retouch */
/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./stroke.js').Brush} Brush */
/** @typedef {import('./stroke.js').StrokeDetail} StrokeDetail */
/** @typedef {import('./viewport.js').Viewport} Viewport */
/** @typedef {{x: number, y: number}} Place shares of the picture's width and height */
/**
 * @typedef {{
 *   stroke: (detail: StrokeDetail) => void,
 *   pick: (place: Place) => void,
 *   point: (place: Place | null) => void,
 * }} Told
 * `stroke`: called with each; `pick`: with each place that is picked, and `point` with the one that
 * would be, null where there is none.
 */

/** The brush at work, whoever moves it. Places are canvas pixels. */
export class Painting {
  /** @type {Brush | null} */
  brush = null;
  cursor = new Cursor();
  #scene;
  #view;
  #renderer;
  #retouch;
  #told;
  /** @type {Stroke | null} */
  #stroke = null;
  /** Where the brush is, in picture pixels. @type {[x: number, y: number] | null} */
  #at = null;
  #byKeys = false;
  /** Whether a finger paints, which hides what lies under it. */
  isFinger = false;
  #loupe;

  /**
   * @param {{
   *   scene: Scene,
   *   view: Viewport,
   *   renderer: Renderer,
   *   retouch: Retouch,
   *   loupe: Loupe,
   * }} parts
   * @param {Told} told
   */
  constructor({ scene, view, renderer, retouch, loupe }, told) {
    this.#scene = scene;
    this.#view = view;
    this.#renderer = renderer;
    this.#retouch = retouch;
    this.#loupe = loupe;
    this.#told = told;
  }

  /** Whether a stroke is begun. */
  get begun() {
    return this.#stroke !== null;
  }

  /** Whether there is no brush to paint with, but something to point with. */
  get picks() {
    return this.brush?.kind === 'pick';
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
    if (this.picks) {
      const place = this.#place(this.#view.toPicture(x, y));
      if (place) this.#told.pick(place);
      return;
    }
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
    this.#told.stroke(stroke.detail);
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
    if (this.picks) this.#told.point(this.#place(this.#at));
  }

  leave() {
    this.#at = null;
    this.#byKeys = false;
    this.point();
    if (this.picks) this.#told.point(null);
  }

  /**
   * @param {[x: number, y: number]} at in picture pixels
   * @returns {Place | null} null beside the picture
   */
  #place([x, y]) {
    const { width, height } = this.#scene;
    const isInside = x >= 0 && y >= 0 && x < width && y < height;
    return isInside ? { x: x / width, y: y / height } : null;
  }

  /** Draw the cursor anew: the brush, or the view, is another. */
  point() {
    if (!this.brush || !this.#at || (this.picks && !this.#byKeys)) {
      this.cursor.hide();
      this.#loupe.hide();
      return;
    }
    const { ratio } = this.#renderer;
    const [x, y] = this.#view.toCanvas(...this.#at).map((place) => place / ratio);
    const { width, height } = this.#scene;
    const reach = ((this.brush.reach ?? 0) * Math.max(width, height) * this.#view.zoom) / ratio;
    const how = { cross: this.#byKeys, pressed: this.begun, reach };
    this.cursor.show(x, y, this.radius / ratio, how);
    if (this.begun && this.isFinger) this.#loupe.show(x, y, this.radius / ratio, ratio);
    else this.#loupe.hide();
  }

  /** @param {number} factor change the brush's radius */
  scaleBrush(factor) {
    if (!this.brush) return;
    const least = 0.5 / Math.max(this.#scene.width, this.#scene.height);
    this.brush = { ...this.brush, radius: clamp(this.brush.radius * factor, least, 0.5) };
    this.point();
  }
}
