/** @typedef {import('./painting.js').Painting} Painting */
/** @typedef {import('./viewport.js').Viewport} Viewport */
/**
 * What moves the view and the brush.
 *
 * @typedef {object} Hands
 * @property {Viewport} view
 * @property {Painting} painting
 * @property {(change: () => void) => void} look changes the view, and shows it
 * @property {(x: number, y: number) => [x: number, y: number]} toCanvas from CSS pixels of the
 *   window
 * @property {() => boolean} grabs whether a pointer moves the picture, even if there is a brush
 */
/**
 * @typedef {{x: number, y: number, zoom: number, distance: number}} Pinch
 * What lies between two fingers.
 */

const TAP_MS = 300;
const DOUBLE_TAP_MS = 350;
/** In CSS pixels. */
const TAP_REACH = 8;
const DOUBLE_TAP_REACH = 30;
const MIDDLE = 1;

/** Mouse, pen and fingers on the canvas. */
export class Pointers {
  #canvas;
  #hands;
  /** Where each pressed pointer is, on the canvas. @type {Map<number, [x: number, y: number]>} */
  #pressed = new Map();
  /**
   * What they do; spent: nothing, until all are lifted.
   *
   * @type {'pan' | 'paint' | 'pinch' | 'spent'}
   */
  #doing = 'spent';
  #type = '';
  /** @type {Pinch} */
  #pinch = { x: 0, y: 0, zoom: 1, distance: 1 };
  #down = { x: 0, y: 0, time: 0 };
  #tap = { x: 0, y: 0, time: -Infinity };

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Hands} hands
   */
  constructor(canvas, hands) {
    this.#canvas = canvas;
    this.#hands = hands;
    canvas.addEventListener('pointerdown', (event) => this.#press(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerup', (event) => this.#lift(event));
    canvas.addEventListener('pointercancel', (event) => this.#lift(event));
    canvas.addEventListener('pointerleave', () => {
      if (!this.#pressed.size && !hands.painting.crosshair) hands.painting.leave();
    });
    canvas.addEventListener('mousedown', (event) => {
      if (event.button === MIDDLE) event.preventDefault(); // else it scrolls the page
    });
    canvas.addEventListener('contextmenu', (event) => {
      if (hands.painting.begun) event.preventDefault(); // a finger that rests
    });
  }

  /** @param {PointerEvent} event */
  #press(event) {
    const { painting, grabs } = this.#hands;
    if (this.#pressed.has(event.pointerId) || event.button > MIDDLE) return;
    // a hand that rests while a pen or a mouse is at work
    if (this.#pressed.size && (event.pointerType !== 'touch' || this.#type !== 'touch')) return;
    if (this.#pressed.size === 2) return;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#type = event.pointerType;
    this.#pressed.set(event.pointerId, this.#at(event));
    if (this.#pressed.size === 2) {
      painting.drop();
      painting.leave();
      this.#grip();
    } else if (painting.brush && !painting.picks && event.button !== MIDDLE && !grabs()) {
      this.#doing = 'paint';
      painting.isFinger = event.pointerType === 'touch';
      painting.hover(...this.#at(event));
      painting.begin(...this.#at(event));
      painting.point();
    } else {
      this.#doing = 'pan';
      painting.leave();
      this.#down = { x: event.clientX, y: event.clientY, time: event.timeStamp };
    }
    this.#canvas.toggleAttribute('data-grabbed', this.#doing === 'pan');
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const { painting, look, view } = this.#hands;
    const last = this.#pressed.get(event.pointerId);
    const at = this.#at(event);
    if (!last) {
      if (!painting.begun && event.pointerType !== 'touch') painting.hover(...at);
      return;
    }
    this.#pressed.set(event.pointerId, at);
    if (this.#doing === 'paint') {
      for (const part of parts(event)) painting.move(...this.#at(part));
      painting.hover(...at);
    } else if (this.#doing === 'pan') {
      look(() => view.panBy(at[0] - last[0], at[1] - last[1]));
    } else if (this.#doing === 'pinch') {
      const { x, y, distance } = this.#between();
      const { x: pictureX, y: pictureY, zoom, distance: first } = this.#pinch;
      look(() => view.hold(pictureX, pictureY, (zoom * distance) / first, x, y));
    }
  }

  /** @param {PointerEvent} event */
  #lift(event) {
    const { painting } = this.#hands;
    if (!this.#pressed.delete(event.pointerId)) return;
    const cancelled = event.type === 'pointercancel';
    if (this.#doing === 'paint') {
      if (cancelled) painting.drop();
      else painting.finish();
    }
    if (this.#doing === 'pan' && !cancelled && event.button !== MIDDLE) this.#tapped(event);
    if (event.pointerType === 'touch') painting.leave();
    // the finger that stays goes on moving the picture, but does not begin to paint
    const looks = !painting.brush || painting.picks;
    this.#doing = this.#doing === 'pinch' && looks ? 'pan' : 'spent';
    this.#down.time = -Infinity;
    this.#canvas.toggleAttribute('data-grabbed', this.#doing === 'pan' && this.#pressed.size > 0);
  }

  /**
   * A tap picks what lies there; else the second of two shows the pixels, or all again.
   *
   * @param {PointerEvent} event
   */
  #tapped({ clientX: x, clientY: y, timeStamp: time }) {
    if (
      time - this.#down.time > TAP_MS ||
      Math.hypot(x - this.#down.x, y - this.#down.y) > TAP_REACH
    )
      return;
    const { view, look, toCanvas, painting } = this.#hands;
    if (painting.picks) return painting.begin(...toCanvas(x, y));
    if (painting.brush) return;
    const reach = Math.hypot(x - this.#tap.x, y - this.#tap.y);
    const isSecond = time - this.#tap.time < DOUBLE_TAP_MS && reach < DOUBLE_TAP_REACH;
    this.#tap = { x, y, time: isSecond ? -Infinity : time };
    if (!isSecond) return;
    look(() => (view.fitted && view.zoom !== 1 ? view.zoomTo(1, ...toCanvas(x, y)) : view.fit()));
  }

  /** Take hold of the picture with two fingers. */
  #grip() {
    const { view } = this.#hands;
    const { x, y, distance } = this.#between();
    const [pictureX, pictureY] = view.toPicture(x, y);
    this.#doing = 'pinch';
    this.#pinch = { x: pictureX, y: pictureY, zoom: view.zoom, distance };
  }

  #between() {
    const [[ax, ay], [bx, by]] = this.#pressed.values();
    return { x: (ax + bx) / 2, y: (ay + by) / 2, distance: Math.hypot(bx - ax, by - ay) || 1 };
  }

  /** @param {PointerEvent} event */
  #at({ clientX, clientY }) {
    return this.#hands.toCanvas(clientX, clientY);
  }
}

/**
 * All the places that a pointer went through since the last event.
 *
 * @param {PointerEvent} event
 */
function parts(event) {
  const coalesced = event.getCoalescedEvents?.() ?? [];
  return coalesced.length ? coalesced : [event];
}
