import { contextOf } from './picture.js';
import { clamp } from './viewport.js';

/** In CSS pixels; the style sheet has the same. */
const SIZE = 128;
/** From the finger to the loupe's middle: the hand covers what is nearer. */
const AWAY = 112;
const ZOOM = 2;

/** Shows what lies under a finger that paints, beside it. */
export class Loupe {
  element = document.createElement('div');
  #stage;
  #canvas = document.createElement('canvas');
  #ring = document.createElement('div');
  /** @type {{x: number, y: number, ratio: number} | null} */
  #at = null;

  /** @param {HTMLCanvasElement} stage what is magnified */
  constructor(stage) {
    this.#stage = stage;
    this.#ring.className = 'stage-ring';
    this.element.className = 'stage-loupe';
    this.element.setAttribute('aria-hidden', 'true');
    this.element.hidden = true;
    this.element.append(this.#canvas, this.#ring);
  }

  /**
   * @param {number} x the finger's place on the stage, in CSS pixels
   * @param {number} y
   * @param {number} radius the brush's
   * @param {number} ratio canvas pixels per CSS pixel
   */
  show(x, y, radius, ratio) {
    const width = this.#stage.width / ratio;
    const { left, top } = placed(x, y, width);
    this.#at = { x, y, ratio };
    this.element.hidden = false;
    this.element.style.transform = `translate(${left}px, ${top}px)`;
    const across = Math.max(4, 2 * radius * ZOOM);
    this.#ring.style.width = this.#ring.style.height = `${across}px`;
    this.#ring.style.transform = `translate(${(SIZE - across) / 2}px, ${(SIZE - across) / 2}px)`;
    this.draw();
  }

  hide() {
    this.#at = null;
    this.element.hidden = true;
  }

  /** Show the stage as it is by now. */
  draw() {
    if (!this.#at) return;
    const { x, y, ratio } = this.#at;
    const size = Math.round(SIZE * ratio);
    const part = size / ZOOM;
    if (this.#canvas.width !== size) this.#canvas.width = this.#canvas.height = size;
    const context = contextOf(this.#canvas);
    context.clearRect(0, 0, size, size);
    context.drawImage(
      this.#stage,
      x * ratio - part / 2,
      y * ratio - part / 2,
      part,
      part,
      0,
      0,
      size,
      size,
    );
  }
}

/**
 * Where the loupe lies: above the finger, or beside it where there is no room.
 *
 * @param {number} x the finger's place on the stage, in CSS pixels
 * @param {number} y
 * @param {number} width the stage's
 */
export function placed(x, y, width) {
  const half = SIZE / 2;
  if (y - AWAY >= half) {
    return { left: clamp(x - half, 0, Math.max(0, width - SIZE)), top: y - AWAY - half };
  }
  const side = x > width / 2 ? -AWAY : AWAY;
  return { left: x + side - half, top: Math.max(0, y - half) };
}
