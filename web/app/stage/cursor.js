/** Smaller ones can't be seen, in CSS pixels. */
const LEAST = 6;

/** A ring as large as the brush, where it would paint, and a fainter one as far as it may grow. */
export class Cursor {
  element = document.createElement('div');
  #ring = document.createElement('div');

  constructor() {
    this.element.className = 'stage-brush';
    this.#ring.className = 'stage-reach';
    this.element.append(this.#ring);
    this.element.setAttribute('aria-hidden', 'true');
    this.hide();
  }

  /**
   * @param {number} x in CSS pixels
   * @param {number} y
   * @param {number} radius
   * @param {{cross: boolean, pressed: boolean, reach: number}} how whether it is moved by keys,
   *   whether it paints, and how far beyond its rim that may reach
   */
  show(x, y, radius, { cross, pressed, reach }) {
    const size = Math.max(LEAST, 2 * radius);
    const { element } = this;
    element.hidden = false;
    element.classList.toggle('cross', cross);
    element.classList.toggle('pressed', pressed);
    element.style.width = element.style.height = `${size}px`;
    this.#ring.hidden = !reach;
    this.#ring.style.inset = `${-reach}px`;
    element.style.transform = `translate(${x - size / 2}px, ${y - size / 2}px)`;
  }

  hide() {
    this.element.hidden = true;
  }
}
