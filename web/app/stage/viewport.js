/** @typedef {[left: number, top: number, right: number, bottom: number]} Box */

const MAX_ZOOM = 32;

/**
 * Which part of a picture is seen, and how large.
 *
 * Lengths on the canvas are canvas pixels; places in the picture are picture pixels, and `zoom` is
 * canvas pixels per picture pixel.
 */
export class Viewport {
  width = 0;
  height = 0;
  /** @type {Box} */
  #box = [0, 0, 1, 1];
  #zoom = 1;
  // what lies in the middle of the view; exact, while what is drawn begins at a whole canvas pixel
  #x = 0.5;
  #y = 0.5;
  #fitted = true;

  get zoom() {
    return this.#zoom;
  }

  get box() {
    return this.#box;
  }

  /** Whether the whole box is seen as large as it can be. */
  get fitted() {
    return this.#fitted;
  }

  /** Whether there is more than is seen. */
  get pans() {
    return this.#zoom > this.fitZoom;
  }

  /** Where the picture's left edge lies on the canvas; whole, so that pixels stay crisp. */
  get left() {
    return Math.round(this.width / 2 - this.#x * this.#zoom);
  }

  /** Where the picture's top edge lies on the canvas. */
  get top() {
    return Math.round(this.height / 2 - this.#y * this.#zoom);
  }

  /** The zoom at which the box just fits. */
  get fitZoom() {
    const [left, top, right, bottom] = this.#box;
    return Math.min(this.width / (right - left), this.height / (bottom - top)) || 1;
  }

  /** The least zoom: a picture that is smaller than the view can be seen as it is. */
  get leastZoom() {
    return Math.min(this.fitZoom, 1);
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    this.width = width;
    this.height = height;
    this.#settle();
  }

  /** @param {Box} box what there is to see, in picture pixels */
  setBox(box) {
    this.#box = box;
    this.#settle();
  }

  fit() {
    this.#fitted = true;
    this.#settle();
  }

  /**
   * Change the zoom; the picture stays where it is under one point of the canvas.
   *
   * @param {number} zoom
   * @param {number} [x]
   * @param {number} [y]
   */
  zoomTo(zoom, x = this.width / 2, y = this.height / 2) {
    this.hold(...this.#exactly(x, y), zoom, x, y);
  }

  /**
   * Bring a point of the picture under a point of the canvas, as far as the bounds let it.
   *
   * @param {number} pictureX
   * @param {number} pictureY
   * @param {number} zoom
   * @param {number} x
   * @param {number} y
   */
  hold(pictureX, pictureY, zoom, x, y) {
    const fit = this.fitZoom;
    this.#zoom = clamp(zoom, this.leastZoom, Math.max(fit, MAX_ZOOM));
    this.#fitted = this.#zoom === fit;
    this.#x = pictureX - (x - this.width / 2) / this.#zoom;
    this.#y = pictureY - (y - this.height / 2) / this.#zoom;
    this.#settle();
  }

  /**
   * @param {number} dx
   * @param {number} dy
   * @returns {boolean} whether there was room to move
   */
  panBy(dx, dy) {
    const { left, top } = this;
    this.#x -= dx / this.#zoom;
    this.#y -= dy / this.#zoom;
    this.#settle();
    return left !== this.left || top !== this.top;
  }

  /**
   * The point of the picture that is drawn at a point of the canvas.
   *
   * @param {number} x
   * @param {number} y
   * @returns {[x: number, y: number]}
   */
  toPicture(x, y) {
    return [(x - this.left) / this.#zoom, (y - this.top) / this.#zoom];
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {[x: number, y: number]}
   */
  toCanvas(x, y) {
    return [this.left + x * this.#zoom, this.top + y * this.#zoom];
  }

  /**
   * What a box in the picture covers on the canvas.
   *
   * @param {Box} box
   * @returns {Box}
   */
  boxToCanvas([left, top, right, bottom]) {
    return [...this.toCanvas(left, top), ...this.toCanvas(right, bottom)];
  }

  /**
   * As `toPicture`, without the rounding: half a pixel, zoomed again and again, would become many.
   *
   * @param {number} x
   * @param {number} y
   * @returns {[x: number, y: number]}
   */
  #exactly(x, y) {
    return [
      this.#x + (x - this.width / 2) / this.#zoom,
      this.#y + (y - this.height / 2) / this.#zoom,
    ];
  }

  /**
   * Keep within bounds. How far the middle of the view may be from the middle of the box grows with
   * the zoom, from nothing at fit. This leaves no gap along the axis that fits tightly, and is just
   * wide enough that zooming in from fit keeps every point of the box under the pointer.
   */
  #settle() {
    const fit = this.fitZoom;
    if (this.#fitted) this.#zoom = fit;
    const [left, top, right, bottom] = this.#box;
    const room = Math.max(0, 1 - fit / this.#zoom) / 2;
    this.#x = near(this.#x, (left + right) / 2, (right - left) * room);
    this.#y = near(this.#y, (top + bottom) / 2, (bottom - top) * room);
  }
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/**
 * @param {number} value
 * @param {number} middle
 * @param {number} distance
 */
function near(value, middle, distance) {
  return clamp(value, middle - distance, middle + distance);
}
