import { selectedOf } from '../state/state.js';
import { CELLS, stays, subjectAt } from '../state/subjects.js';

/**
 * @typedef {import('../stage/stage.js').Stage} Stage
 * @typedef {import('../stage/painting.js').Place} Place
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/state.js').Picture} Picture
 * @typedef {import('../jobs/actions.js').Actions} Actions
 */

/**
 * RGBA over what goes and over what comes back, in the colours of the strokes that do the same. The
 * outline is opaque.
 */
const GOES = [224, 18, 44, 110];
const COMES = [11, 143, 60, 110];

/** So many times as large as the next one, a subject is the main one. */
const MAIN = 3;

/** Pointing at things on the stage: what a click would take is tinted, and the click takes it. */
export class PickView {
  #stage;
  #store;
  #actions;
  /** @type {Place | null} */
  #at = null;
  /** What is tinted: of which labels, which of them, in which colour. @type {unknown[]} */
  #tinted = [];

  /**
   * @param {Stage} stage
   * @param {AppStore} store
   * @param {Actions} actions
   */
  constructor(stage, store, actions) {
    this.#stage = stage;
    this.#store = store;
    this.#actions = actions;
    stage.addEventListener('point', (event) => {
      this.#at = /** @type {CustomEvent} */ (event).detail;
      this.#tint();
    });
    stage.addEventListener('pick', (event) =>
      this.#pick(/** @type {CustomEvent} */ (event).detail),
    );
    store.watch(() => this.#tint());
  }

  /** @param {Place & {isKept: boolean}} place */
  #pick({ x, y, isKept }) {
    const picture = selectedOf(this.#store.state);
    const number = picture ? takenAt(picture, { x, y }) : 0;
    if (picture && number) this.#actions.choose(number, !stays(picture, number));
    else {
      // browsers that guard against fingerprints may not tell what is drawn
      const isThere = isKept || subjectAt(picture?.labels ?? null, x, y) > 0;
      this.#actions.pick([x, y, isThere ? 'drop' : 'keep']);
    }
  }

  #tint() {
    const { isTouching, brush } = this.#store.state;
    const picture = selectedOf(this.#store.state);
    const isPicking = isTouching && brush.kind === 'pick';
    const number = isPicking && picture && this.#at ? takenAt(picture, this.#at) : 0;
    const labels = picture?.labels;
    const goes = Boolean(picture && stays(picture, number));
    const wanted = number ? [labels, number, goes] : [];
    if (String(wanted.slice(1)) === String(this.#tinted.slice(1)) && wanted[0] === this.#tinted[0])
      return;
    this.#tinted = wanted;
    this.#stage.mark = labels && number ? tintOf(labels, number, goes ? GOES : COMES) : null;
  }
}

/**
 * The subject that a click takes; 0 if the network has to look for what is there: so it is where one
 * subject outweighs the others, since then a part of it is meant.
 *
 * @param {Picture} picture
 * @param {Place} place
 */
function takenAt(picture, { x, y }) {
  const number = subjectAt(picture.labels, x, y);
  const [first, second] = picture.subjects;
  const outweighs = !second || !first || first.share > MAIN * second.share;
  return number === 1 && outweighs && stays(picture, number) ? 0 : number;
}

/**
 * @param {Uint8Array} labels
 * @param {number} number
 * @param {number[]} colour
 */
function tintOf(labels, number, colour) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = CELLS;
  const image = new ImageData(CELLS, CELLS);
  for (let at = 0; at < labels.length; at++) {
    if (labels[at] !== number) continue;
    image.data.set(colour, 4 * at);
    const around = [at - 1, at + 1, at - CELLS, at + CELLS];
    if (around.some((beside) => labels[beside] !== number)) image.data[4 * at + 3] = 255;
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
