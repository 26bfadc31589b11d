/** @typedef {import('./pointers.js').Hands} Hands */
/**
 * @typedef {object} Actions
 * @property {(factor: number) => void} zoomBy
 * @property {() => void} fit
 * @property {() => void} actual
 * @property {(factor: number) => void} scaleBrush
 */

const ZOOM = 1.25;
const RADIUS = 1.2;
/** Share of the view by which an arrow pans. */
const PAN = 1 / 8;
/** Share of its radius by which an arrow moves the brush, and the finer step with Shift. */
const STEP = 1 / 2;
const FINE = 1 / 10;

/** @type {Record<string, [x: number, y: number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The keyboard on the canvas. */
export class Keys {
  #canvas;
  #hands;
  #actions;
  /** Whether Space is down, and whether a pointer has used it to pan. */
  #space = { held: false, used: false };

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Omit<Hands, 'grabs'>} hands
   * @param {Actions} actions
   */
  constructor(canvas, hands, actions) {
    this.#canvas = canvas;
    this.#hands = hands;
    this.#actions = actions;
    canvas.addEventListener('keydown', (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !this.#press(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    canvas.addEventListener('keyup', (event) => this.#lift(event));
    canvas.addEventListener('focus', () => {
      if (canvas.matches(':focus-visible')) this.#showCrosshair();
    });
    canvas.addEventListener('blur', () => {
      this.#hold(false);
      if (!this.#hands.painting.crosshair) return;
      this.#hands.painting.finish();
      this.#hands.painting.leave();
    });
  }

  /** Whether Space lets a pointer move the picture; asking uses it for that. */
  grabs() {
    if (this.#space.held) this.#space.used = true;
    return this.#space.held;
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key meant something here
   */
  #press(event) {
    const { painting } = this.#hands;
    return Boolean(
      this.#zoom(event.key) || (painting.brush ? this.#paint(event) : this.#pan(event.key)),
    );
  }

  /** @param {string} key */
  #zoom(key) {
    const { zoomBy, fit, actual } = this.#actions;
    if (key === '+' || key === '=') zoomBy(ZOOM);
    else if (key === '-' || key === '_') zoomBy(1 / ZOOM);
    else if (key === '0') fit();
    else if (key === '1') actual();
    else return false;
    return true;
  }

  /** @param {string} key */
  #pan(key) {
    const { view, look } = this.#hands;
    if (!(key in ARROWS) || !view.pans) return false; // then they scroll the page
    const [x, y] = ARROWS[key];
    look(() => view.panBy(-x * view.width * PAN, -y * view.height * PAN));
    return true;
  }

  /** @param {KeyboardEvent} event */
  #paint({ key, repeat, shiftKey }) {
    const { painting } = this.#hands;
    if (painting.picks && (key === '[' || key === ']')) return false;
    if (key === '[') this.#actions.scaleBrush(1 / RADIUS);
    else if (key === ']') this.#actions.scaleBrush(RADIUS);
    else if (key in ARROWS) this.#move(ARROWS[key], shiftKey ? FINE : STEP);
    else if (key === 'Enter') repeat || this.#turn();
    else if (key === ' ') repeat || this.#hold(true);
    else if (key === 'Escape' && painting.begun) painting.drop();
    else return false;
    return true;
  }

  /** @param {KeyboardEvent} event */
  #lift({ key }) {
    if (key !== ' ' || !this.#space.held) return;
    const { used } = this.#space;
    this.#hold(false);
    if (!used && this.#hands.painting.brush) this.#turn();
  }

  /** @param {boolean} held */
  #hold(held) {
    this.#space = { held, used: false };
    this.#canvas.toggleAttribute('data-grab', held);
  }

  /** Press the brush down, or lift it. */
  #turn() {
    const { painting } = this.#hands;
    const at = painting.crosshair;
    if (!at)
      this.#showCrosshair(); // not to paint where nothing was seen
    else if (painting.begun) painting.finish();
    else {
      painting.begin(...at);
      painting.point();
    }
  }

  /**
   * @param {[x: number, y: number]} direction
   * @param {number} share of the radius
   */
  #move([dx, dy], share) {
    const { painting, view, look } = this.#hands;
    const at = painting.crosshair;
    if (!at) {
      this.#showCrosshair();
      return;
    }
    const step = Math.min(Math.max(1, painting.radius * share), view.width * PAN);
    const [left, top, right, bottom] = view.boxToCanvas(view.box);
    const x = Math.min(Math.max(at[0] + dx * step, left), right);
    const y = Math.min(Math.max(at[1] + dy * step, top), bottom);
    painting.move(x, y);
    painting.hover(x, y, true);
    const [panX, panY] = [beyond(x, view.width), beyond(y, view.height)];
    if (panX || panY) look(() => view.panBy(-panX, -panY));
  }

  #showCrosshair() {
    const { painting, view } = this.#hands;
    if (painting.begun || !painting.brush) return;
    painting.hover(view.width / 2, view.height / 2, true);
  }
}

/**
 * How far a place is out of view, and a bit more.
 *
 * @param {number} place
 * @param {number} size
 */
function beyond(place, size) {
  if (place < 0) return place - size * PAN;
  return place > size ? place - size + size * PAN : 0;
}
