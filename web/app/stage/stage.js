import { Divider } from './divider.js';
import { Flash } from './flash.js';
import { Keys } from './keys.js';
import { Loupe } from './loupe.js';
import { Painting } from './painting.js';
import { Pointers } from './pointers.js';
import { Renderer } from './renderer.js';
import { Retouch } from './retouch.js';
import { contextOf } from './picture.js';
import { HALF, Scene } from './scene.js';
import { Surface } from './surface.js';
import { Viewport, clamp } from './viewport.js';
import { zoomByWheel } from './wheel.js';

/** @typedef {import('./scene.js').Shown} Shown */
/** @typedef {import('./stroke.js').Brush} Brush */
/** @typedef {'chequer' | 'black' | 'white' | 'original'} Backdrop */
/** @typedef {{slider: string, canvas: string}} Labels */

/**
 * Shows a picture before and after, to look at and to paint on.
 *
 * Events: `view` (the zoom changed), `compare` (people moved the divider), `brush` (people changed
 * its radius), and CustomEvents: `stroke`, whose detail is a `StrokeDetail`, `pick`, at a place that
 * is kept or not, and `point`, at one that would be picked, or null. A stroke stays drawn until `show`
 * brings an `after` that has it.
 */
export class Stage extends EventTarget {
  #root = document.createElement('div');
  #backdrop = document.createElement('div');
  #canvas = document.createElement('canvas');
  #scene = new Scene();
  #view = new Viewport();
  #retouch = new Retouch(this.#scene, this.#view);
  #loupe = new Loupe(this.#canvas);
  #flash = new Flash(this.#view, () => this.#renderer.invalidate());
  #renderer = new Renderer(this.#canvas, this.#scene, this.#view, {
    retouch: this.#retouch,
    flash: this.#flash,
    drawn: () => this.#loupe.draw(),
  });
  #divider = new Divider((value) => this.#compared(value));
  #painting = new Painting(
    {
      scene: this.#scene,
      view: this.#view,
      renderer: this.#renderer,
      retouch: this.#retouch,
      loupe: this.#loupe,
    },
    {
      stroke: (detail) => this.#tell('stroke', detail),
      pick: (place) => this.#tell('pick', { ...place, isKept: this.#isKept(place) }),
      point: (place) => this.#tell('point', place),
    },
  );
  #surface;
  /** @type {unknown} */
  #key = Symbol('nothing');
  /** How many strokes `after` has. */
  #rendered = 0;
  /** @type {Labels} */
  #labels = { slider: 'Before and after', canvas: 'Picture' };

  /** @param {HTMLElement} host an empty element, positioned, which the stage fills */
  constructor(host) {
    super();
    this.#build();
    host.append(this.#root);
    this.#surface = new Surface(this.#canvas, (width, height, ratio) => {
      this.#renderer.ratio = ratio;
      this.#look(() => this.#view.resize(width, height));
      this.#renderer.draw();
    });
    const hands = {
      view: this.#view,
      painting: this.#painting,
      look: (/** @type {() => void} */ change) => this.#look(change),
      toCanvas: (/** @type {number} */ x, /** @type {number} */ y) => this.#surface.toCanvas(x, y),
    };
    const keys = new Keys(this.#canvas, hands, {
      zoomBy: (factor) => this.zoomBy(factor),
      fit: () => this.fit(),
      actual: () => this.actual(),
      scaleBrush: (factor) => {
        this.#painting.scaleBrush(factor);
        this.dispatchEvent(new Event('brush'));
      },
    });
    const grabs = () => keys.grabs();
    new Pointers(this.#canvas, { ...hands, grabs });
    const hasFocus = () => this.#root.contains(document.activeElement);
    zoomByWheel(this.#root, { ...hands, grabs, hasFocus });
  }

  /** @param {Shown} shown */
  show(shown) {
    const { key, box, strokes } = shown;
    const isEmpty = !(shown.width && shown.height && box[2] > box[0] && box[3] > box[1]);
    if (key !== this.#key || isEmpty) this.clear();
    if (isEmpty) return;
    const { after, box: place } = this.#scene;
    this.#scene.show(shown);
    if (after !== this.#scene.after) {
      const rendered = strokes ?? this.strokes;
      const answered = this.#retouch.forget(rendered - this.#rendered);
      this.#rendered = rendered;
      const isSmart = answered.some(({ retouches }) => !retouches);
      const tints = (isSmart || shown.isPicked) && String(place) === String(box);
      if (tints && after && shown.after) this.#flash.begin(after.bitmap, shown.after, [...box]);
    }
    this.#look(() => {
      if (key !== this.#key) this.#view.fit();
      this.#view.setBox(box);
    });
    this.#key = key;
  }

  /** Show nothing. */
  clear() {
    this.#painting.drop();
    this.#flash.clear();
    this.#retouch.forget(Infinity);
    this.#rendered = 0;
    this.#scene.clear();
    this.#key = Symbol('nothing');
    this.#look(() => {});
  }

  /**
   * How many strokes there are, rendered or not. Each stroke that is painted is one more; say so
   * when some were undone: of the latest, those that are not rendered are then drawn no more.
   */
  get strokes() {
    return this.#rendered + this.#retouch.pending;
  }

  set strokes(count) {
    if (count === this.strokes) return;
    this.#retouch.undo(this.strokes - count);
    this.#rendered = count - this.#retouch.pending;
    this.#renderer.invalidate();
  }

  fit() {
    this.#look(() => this.#view.fit());
  }

  /** One pixel of the picture for each of the screen. */
  actual() {
    this.#look(() => this.#view.zoomTo(1));
  }

  /**
   * @param {number} factor
   * @param {{x: number, y: number}} [at] what stays in its place, in CSS pixels from the stage's
   *   corner
   */
  zoomBy(factor, at) {
    const { ratio } = this.#renderer;
    const place = at ? [at.x * ratio, at.y * ratio] : [];
    this.#look(() => this.#view.zoomTo(this.#view.zoom * factor, ...place));
  }

  /**
   * Screen pixels per picture pixel; on screens with more than two per CSS pixel as if they had
   * two.
   */
  get zoom() {
    return this.#view.zoom;
  }

  /** Share of the box's width, left of which `before` is shown; null: only `after` is. */
  get compare() {
    return this.#scene.compare;
  }

  set compare(value) {
    this.#scene.compare = value === null ? null : clamp(value, 0, 1);
    this.#look(() => {});
  }

  /** How opaque `before` is under `after`, 0 to 1: what was cut away is seen faintly. */
  get ghost() {
    return this.#scene.ghost;
  }

  set ghost(value) {
    this.#scene.ghost = value;
    this.#renderer.invalidate();
  }

  /** Whether `before` is shown alone, in the place of `after`. */
  get peeks() {
    return this.#scene.peeks;
  }

  set peeks(value) {
    this.#scene.peeks = value;
    this.#look(() => {});
  }

  /** What a click would take, tinted, over the whole picture; null for nothing. */
  get mark() {
    return this.#scene.mark;
  }

  set mark(canvas) {
    this.#scene.mark = canvas;
    this.#renderer.invalidate();
  }

  /** CSS pixels that the picture's longer side has by now. */
  get length() {
    const { width, height } = this.#scene;
    return (Math.max(width, height) * this.#view.zoom) / this.#renderer.ratio;
  }

  /** What is seen through transparency. @returns {Backdrop} */
  get backdrop() {
    return /** @type {Backdrop} */ (this.#backdrop.dataset.backdrop);
  }

  set backdrop(value) {
    this.#backdrop.dataset.backdrop = this.#loupe.element.dataset.backdrop = value;
  }

  /** What pointers and keys paint with; null: they look around. @returns {Brush | null} */
  get brush() {
    return this.#painting.brush && { ...this.#painting.brush };
  }

  set brush(brush) {
    if (brush?.kind !== this.#painting.brush?.kind) {
      this.#painting.finish();
      if (!brush) this.#painting.leave();
    }
    this.#painting.brush = brush && { ...brush };
    this.#root.toggleAttribute('data-paints', Boolean(brush) && !this.#painting.picks);
    this.#root.toggleAttribute('data-picks', this.#painting.picks);
    this.#painting.point();
  }

  /** Texts for assistive technology. @returns {Labels} */
  get labels() {
    return { ...this.#labels };
  }

  set labels(labels) {
    this.#labels = { ...labels };
    this.#divider.element.setAttribute('aria-label', labels.slider);
    this.#canvas.setAttribute('aria-label', labels.canvas);
  }

  #build() {
    this.#root.className = 'stage-root';
    this.#root.dir = 'ltr'; // a picture has no other direction
    const view = document.createElement('div');
    view.className = 'stage-view';
    this.#backdrop.className = 'stage-backdrop';
    this.backdrop = 'chequer';
    this.#canvas.tabIndex = 0;
    this.#canvas.setAttribute('role', 'application'); // else screen readers keep the keys
    const over = document.createElement('div');
    over.className = 'stage-over';
    view.append(this.#backdrop, this.#canvas, this.#painting.cursor.element);
    over.append(this.#divider.element, this.#loupe.element);
    this.#root.append(view, over);
    this.labels = this.#labels;
  }

  /**
   * Change what is seen, and show it.
   *
   * @param {() => void} change
   */
  #look(change) {
    const { zoom } = this.#view;
    change();
    const { ratio } = this.#renderer;
    const { before, after, split } = this.#scene;
    this.#root.toggleAttribute('data-pans', this.#view.pans);
    const [left, top, right, bottom] = this.#view.boxToCanvas(this.#scene.box);
    const inset = [top, this.#view.width - right, this.#view.height - bottom, left].map(
      (length) => `${Math.round(length) / ratio}px`,
    );
    this.#backdrop.hidden = !before && !after;
    this.#backdrop.style.clipPath = `inset(${inset.join(' ')})`;
    this.#divider.place(split, this.#view, ratio);
    this.#painting.point();
    this.#renderer.invalidate();
    if (this.#view.zoom !== zoom) this.dispatchEvent(new Event('view'));
  }

  /**
   * Whether something of the picture is seen at a place, with what was painted there.
   *
   * @param {{x: number, y: number}} place shares of the picture's width and height
   */
  #isKept({ x, y }) {
    const { layer } = this.#retouch;
    const { width, height } = this.#scene;
    if (!layer) return this.#scene.isKept(x, y);
    const [left, top] = this.#view.toCanvas(x * width, y * height).map(Math.floor);
    return contextOf(layer).getImageData(left, top, 1, 1).data[3] > HALF;
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {number} value */
  #compared(value) {
    this.compare = value;
    this.dispatchEvent(new Event('compare'));
  }
}
