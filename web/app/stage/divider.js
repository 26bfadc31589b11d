import { clamp } from './viewport.js';

/** @typedef {import('./viewport.js').Viewport} Viewport */

/** Half the handle's width in the style sheet, in CSS pixels. */
const HANDLE = 22;
const STEP = 0.01;
const LEAP = 0.1;

/** @type {Record<string, number>} */
const KEYS = {
  ArrowLeft: -STEP,
  ArrowDown: -STEP,
  ArrowRight: STEP,
  ArrowUp: STEP,
  PageDown: -LEAP,
  PageUp: LEAP,
  Home: -Infinity,
  End: Infinity,
};

/**
 * The handle on the line between before and after: a slider over the part of the box that is in
 * view.
 */
export class Divider {
  element = document.createElement('input');
  #value = 0;

  /** @param {(value: number) => void} moved called with the share of the box's width */
  constructor(moved) {
    this.element.type = 'range';
    this.element.className = 'stage-divider';
    this.element.step = 'any';
    this.element.addEventListener('input', () =>
      moved(clamp(this.element.valueAsNumber / 100, 0, 1)),
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !(event.key in KEYS)) return;
      // the browser's own steps are shares of what is in view
      event.preventDefault();
      moved(clamp(this.#value + KEYS[event.key] * (event.shiftKey ? LEAP / STEP : 1), 0, 1));
    });
  }

  /**
   * Lie where the line is; at the edge that is nearest if it is out of view.
   *
   * @param {number | null} value null: there is no line
   * @param {Viewport} view
   * @param {number} ratio canvas pixels per CSS pixel
   */
  place(value, view, ratio) {
    this.element.hidden = value === null || view.width === 0;
    if (value === null || view.width === 0) return;
    this.#value = value;
    const [left, , right] = view.boxToCanvas(view.box);
    const start = Math.max(0, left);
    const end = Math.min(view.width, right);
    const share = (/** @type {number} */ x) => String((100 * (x - left)) / (right - left));
    const { element } = this;
    element.style.left = `${start / ratio - HANDLE}px`;
    element.style.width = `${(end - start) / ratio + 2 * HANDLE}px`;
    element.min = share(start);
    element.max = share(end);
    element.value = String(100 * value);
    element.setAttribute('aria-valuetext', percent(value));
  }
}

/** @param {number} share */
function percent(share) {
  const language = document.documentElement.lang || undefined;
  return new Intl.NumberFormat(language, { style: 'percent' }).format(share);
}
