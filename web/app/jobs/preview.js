import { cutOut, letGo, original } from '../../engine/index.js';
import { selectedOf } from '../state/state.js';
import { toOutput, unframed } from '../state/settings.js';
import { decode } from './thumbnails.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/state.js').Picture} Picture
 * @typedef {import('../state/state.js').State} State
 * @typedef {{
 *   key: number,
 *   width: number,
 *   height: number,
 *   box: [number, number, number, number],
 *   before: ImageBitmap | null,
 *   after: ImageBitmap | null,
 *   strokes: number,
 * }} View
 * `box`: what `after` shows, in the original's pixels; `strokes`: how many of them are in it.
 */

/** Pixels of a preview's longer side: what a large window shows. */
const PREVIEW_SIDE = 1600;

/** Larger than any picture that the engine takes. */
const WHOLE = 1_000_000;

/** A change is shown after so long without another one. */
const PAUSE_MS = 40;

/** Sees to it that the selected picture is shown as settings and strokes ask for. */
export class Viewer {
  #store;
  #show;
  /** @type {View | null} */
  #view = null;
  #side = PREVIEW_SIDE;
  #timer = 0;
  #controller = new AbortController();

  /**
   * @param {AppStore} store
   * @param {(view: View | null) => void} show called with bitmaps that live until the next call
   */
  constructor(store, show) {
    this.#store = store;
    this.#show = show;
    store.watch((state, before) => this.#look(state, before));
  }

  /**
   * Call this when the picture is shown at another size.
   *
   * @param {number} zoom pixels of the screen per pixel of the picture
   */
  zoomed(zoom) {
    const view = this.#view;
    const longest = view ? Math.max(view.width, view.height) : 0;
    if (this.#side === WHOLE || longest <= PREVIEW_SIDE || zoom * longest <= PREVIEW_SIDE) return;
    this.#side = WHOLE;
    const picture = selectedOf(this.#store.state);
    if (picture) this.#loadOriginal(picture);
    this.#renderSoon();
  }

  /**
   * @param {State} state
   * @param {State} before
   */
  #look(state, before) {
    const picture = selectedOf(state);
    if (picture?.id !== this.#view?.key) this.#begin(picture);
    else if (picture && isChanged(picture, selectedOf(before), state, before)) this.#renderSoon();
  }

  /** @param {Picture} [picture] */
  #begin(picture) {
    this.#controller.abort();
    clearTimeout(this.#timer);
    const old = this.#view;
    this.#view = null;
    this.#side = PREVIEW_SIDE;
    if (picture) {
      const box = /** @type {View['box']} */ ([0, 0, 0, 0]);
      this.#view = {
        key: picture.id,
        width: 0,
        height: 0,
        box,
        before: null,
        after: null,
        strokes: 0,
      };
      this.#loadOriginal(picture);
      if (picture.mask) this.#renderSoon();
    } else {
      letGo().catch(() => {}); // then there is no Python whose memory could be given back
    }
    this.#show(null);
    old?.before?.close();
    old?.after?.close();
  }

  /** @param {Picture} picture */
  async #loadOriginal(picture) {
    const side = this.#side;
    const decoded = await originalOf(picture, side);
    const view = this.#view;
    if (!decoded || view?.key !== picture.id || side !== this.#side) return decoded?.bitmap.close();
    const { bitmap: before, width, height } = decoded;
    const box = view.after ? view.box : /** @type {View['box']} */ ([0, 0, width, height]);
    this.#view = { ...view, before, width, height, box };
    this.#show(this.#view);
    view.before?.close();
  }

  #renderSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#render(), PAUSE_MS);
  }

  async #render() {
    this.#controller.abort();
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    const { state } = this.#store;
    const picture = selectedOf(state);
    if (!picture?.mask || picture.state !== 'done') return;
    const { file, mask, strokes, settings, page } = picture;
    const output = toOutput(state.isTouching ? unframed(settings) : settings);
    try {
      const look = { side: this.#side, keep: true, page, signal };
      const options = { mask, strokes: [...strokes], output, ...look };
      const cut = await cutOut(file, options);
      const after = (await decode(cut.file, WHOLE, true))?.bitmap ?? null;
      if (signal.aborted) return after?.close();
      this.#replace(picture, { ...cut, after, strokes: strokes.length });
    } catch {
      // the queue asks for the same, and says what is wrong with it
    }
  }

  /**
   * @param {Picture} picture
   * @param {Pick<View, 'after' | 'width' | 'height' | 'box' | 'strokes'>} rendered
   */
  #replace({ id }, { after, width, height, box, strokes }) {
    const old = this.#view;
    if (!old || old.key !== id) return after?.close();
    this.#view = { ...old, after, width, height, box, strokes };
    this.#show(this.#view);
    old.after?.close();
  }
}

/**
 * @param {Picture} picture
 * @param {Picture | undefined} old
 * @param {State} state
 * @param {State} before
 */
function isChanged(picture, old, state, before) {
  return (
    picture.settings !== old?.settings ||
    picture.strokes !== old.strokes ||
    picture.mask !== old.mask ||
    picture.state !== old.state ||
    state.isTouching !== before.isTouching
  );
}

/**
 * @param {Picture} picture
 * @param {number} side
 * @returns {Promise<import('./thumbnails.js').Decoded | null>}
 */
async function originalOf({ file, page }, side) {
  // a browser that can show it shows the first page
  const decoded = page === undefined ? await decode(file, side, true) : null;
  if (decoded) return decoded;
  try {
    const { file: upright, width, height } = await original(file, { side, page });
    const again = await decode(upright, side, true);
    return again && { ...again, width, height };
  } catch {
    return null; // what is wrong with it the queue says
  }
}
