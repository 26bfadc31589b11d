/** More pixels than this per CSS pixel can't be seen, but must be drawn. */
const MAX_RATIO = 2;

/** A canvas that has as many pixels as the screen has where it lies. */
export class Surface {
  #canvas;
  #resized;

  /**
   * @param {HTMLCanvasElement} canvas its size is set by a style sheet
   * @param {(width: number, height: number, ratio: number) => void} resized called with the size in
   *   pixels, and how many of them there are per CSS pixel; the canvas is empty then
   */
  constructor(canvas, resized) {
    this.#canvas = canvas;
    this.#resized = resized;
    this.#resize(canvas.getBoundingClientRect());
    const observer = new ResizeObserver(([{ contentRect, devicePixelContentBoxSize }]) => {
      this.#resize(contentRect, devicePixelContentBoxSize?.[0]);
    });
    try {
      observer.observe(canvas, { box: 'device-pixel-content-box' });
    } catch {
      observer.observe(canvas); // Safari knows no such box
    }
  }

  /**
   * @param {number} x in the window, in CSS pixels
   * @param {number} y
   * @returns {[x: number, y: number]} in canvas pixels
   */
  toCanvas(x, y) {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    return [((x - left) * this.#canvas.width) / width, ((y - top) * this.#canvas.height) / height];
  }

  /**
   * @param {{width: number, height: number}} size in CSS pixels
   * @param {ResizeObserverSize} [exact] in device pixels
   */
  #resize(size, exact) {
    const ratio = Math.min(devicePixelRatio, MAX_RATIO) / devicePixelRatio;
    const width = Math.round(ratio * pixels(size.width, exact?.inlineSize));
    const height = Math.round(ratio * pixels(size.height, exact?.blockSize));
    if (this.#canvas.width === width && this.#canvas.height === height) return;
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#resized(width, height, width / size.width || 1);
  }
}

/**
 * How many device pixels a length covers.
 *
 * @param {number} length in CSS pixels
 * @param {number} [exact] what the browser says, which is wrong where it only acts as if the screen
 *   were finer
 */
function pixels(length, exact = NaN) {
  const about = length * devicePixelRatio;
  return Math.abs(exact - about) <= 1 ? exact : Math.round(about);
}
