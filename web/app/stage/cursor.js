/** Smaller ones can't be seen, in CSS pixels. */
const LEAST = 6;

/** A ring as large as the brush, where it would paint. */
export class Cursor {
  element = document.createElement('div');

  constructor() {
    this.element.className = 'stage-brush';
    this.element.setAttribute('aria-hidden', 'true');
    this.hide();
  }

  /**
   * @param {number} x in CSS pixels
   * @param {number} y
   * @param {number} radius
   * @param {{cross: boolean, pressed: boolean}} how whether it is moved by keys, and whether it
   *   paints
   */
  show(x, y, radius, { cross, pressed }) {
    const size = Math.max(LEAST, 2 * radius);
    const { element } = this;
    element.hidden = false;
    element.classList.toggle('cross', cross);
    element.classList.toggle('pressed', pressed);
    element.style.width = element.style.height = `${size}px`;
    element.style.transform = `translate(${x - size / 2}px, ${y - size / 2}px)`;
  }

  hide() {
    this.element.hidden = true;
  }
}
