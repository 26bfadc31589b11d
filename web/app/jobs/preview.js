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
 *   isPicked?: boolean,
 * }} View
 * `box`: what `after` shows, in the original's pixels; `strokes`: how many of them are in it;
 * `isPicked`: whether `after` differs from the last one by what was picked.
 */

/** Pixels of a preview's longer side: what a large window shows. */
const PREVIEW_SIDE = 1600;

/** Larger than any picture that the engine takes. */
const WHOLE = 1_000_000;

/** A change is shown after so long without another one. */
const PAUSE_MS = 40;

/**
 * What `after` is of, the later the better. Python, which renders, may be busy for seconds: until
 * then the result's file is shown, and before that is decoded, its thumbnail.
 */
const NOTHING = 0;
const THUMBNAIL = 1;
const FILE = 2;
const RENDERED = 3;

/** Sees to it that the selected picture is shown as settings and strokes ask for. */
export class Viewer {
  #store;
  #show;
  /** @type {View | null} */
  #view = null;
  /** What the view's `after` is of. */
  #grade = NOTHING;
  /** As the picture was when it was rendered last. @type {Picture | null} */
  #last = null;
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
    if (picture?.id !== this.#view?.key) return this.#begin(picture);
    const old = selectedOf(before);
    if (!picture || picture === old) return this.#renderIf(state.isTouching !== before.isTouching);
    if (picture.mask && !old?.mask) this.#grade = NOTHING; // the network has looked anew
    if (picture.result !== old?.result) this.#showResult(picture);
    this.#renderIf(isChanged(picture, old) || state.isTouching !== before.isTouching);
  }

  /** @param {Picture} [picture] */
  #begin(picture) {
    this.#controller.abort();
    clearTimeout(this.#timer);
    const old = this.#view;
    this.#view = null;
    this.#grade = NOTHING;
    this.#last = null;
    this.#side = PREVIEW_SIDE;
    this.#show(null);
    old?.before?.close();
    old?.after?.close();
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
      if (picture.result) this.#showResult(picture);
      this.#loadOriginal(picture);
      if (picture.mask) this.#renderSoon();
    } else {
      letGo().catch(() => {}); // then there is no Python whose memory could be given back
    }
  }

  /** @param {Picture} picture */
  async #loadOriginal(picture) {
    const side = this.#side;
    const decoded = await originalOf(picture, side);
    const view = this.#view;
    if (!decoded || view?.key !== picture.id || side !== this.#side) return decoded?.bitmap.close();
    const { bitmap: before, width, height } = decoded;
    const box = view.after ? view.box : /** @type {View['box']} */ ([0, 0, width, height]);
    this.#replace({ ...view, before, width, height, box });
  }

  /** @param {Picture} picture that has a result */
  async #showResult(picture) {
    if (this.#grade >= FILE || !picture.result) return;
    if (this.#view) this.#replace(this.#view); // from now on without the original in its place
    // small enough to be decoded at once: the other thread may have a large picture in hand
    const small =
      picture.thumbnail && (await createImageBitmap(picture.thumbnail).catch(() => null));
    this.#offer(picture, THUMBNAIL, small);
    const decoded = await decode(picture.result, this.#side, true);
    this.#offer(picture, FILE, decoded?.bitmap ?? null);
  }

  /**
   * Show a picture of the result until there is a better one.
   *
   * @param {Picture} picture as it was asked for
   * @param {number} grade
   * @param {ImageBitmap | null} after
   */
  #offer({ id, result, width, height, box, strokes }, grade, after) {
    if (!after) return;
    const isLate = selectedOf(this.#store.state)?.result !== result || grade <= this.#grade;
    if (isLate || this.#view?.key !== id) return after.close();
    this.#grade = grade;
    const rest = { width, height, box, strokes: strokes.length };
    this.#replace({ ...this.#view, ...rest, after, isPicked: false });
  }

  /** @param {boolean} isWanted */
  #renderIf(isWanted) {
    if (isWanted && this.#view) this.#renderSoon();
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
    const { file, mask, strokes, settings, chosen, page } = picture;
    const output = toOutput(state.isTouching ? unframed(settings) : settings);
    try {
      const look = { side: this.#side, keep: true, page, signal };
      const subjects = chosen ? [...chosen] : undefined;
      const options = { mask, strokes: [...strokes], subjects, output, ...look };
      const cut = await cutOut(file, options);
      const after = (await decode(cut.file, WHOLE, true))?.bitmap ?? null;
      const view = this.#view;
      if (signal.aborted || view?.key !== picture.id) return after?.close();
      const { width, height, box } = cut;
      this.#grade = RENDERED;
      const isPicked =
        this.#last !== null && (mask !== this.#last.mask || chosen !== this.#last.chosen);
      this.#last = picture;
      const rest = { width, height, box, strokes: strokes.length };
      this.#replace({ ...view, ...rest, after, isPicked });
    } catch {
      // the queue asks for the same, and says what is wrong with it
    }
  }

  /**
   * Show another view of the same picture. Of one that has a result, the original is never shown
   * in its place.
   *
   * @param {View} view
   */
  #replace(view) {
    const old = this.#view;
    this.#view = view;
    const isBare = !view.after && selectedOf(this.#store.state)?.result;
    this.#show(isBare ? { ...view, before: null } : view);
    if (old?.before !== view.before) old?.before?.close();
    if (old?.after !== view.after) old?.after?.close();
  }
}

/**
 * @param {Picture} picture
 * @param {Picture | undefined} old
 */
function isChanged(picture, old) {
  return (
    picture.settings !== old?.settings ||
    picture.strokes !== old.strokes ||
    picture.mask !== old.mask ||
    picture.chosen !== old.chosen ||
    picture.state !== old.state
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
