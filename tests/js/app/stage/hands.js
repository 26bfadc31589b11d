import { Element } from './browser.js';

import { Painting } from '../../../../web/app/stage/painting.js';
import { Viewport } from '../../../../web/app/stage/viewport.js';

/** @typedef {import('../../../../web/app/stage/stroke.js').StrokeDetail} StrokeDetail */

const ERASER = /** @type {const} */ ({ kind: 'erase', radius: 0.1, hardness: 1, opacity: 1 });

/**
 * A canvas of 600 x 400 pixels with a picture of 120 x 80 on it, and what moves view and brush.
 *
 * @param {{paints?: boolean, hasPicture?: boolean}} [options] whether there is a brush, and a
 *   picture
 */
export function handsOn({ paints = false, hasPicture = true } = {}) {
  const canvas = new Element();
  const view = new Viewport();
  view.resize(600, 400);
  view.setBox([0, 0, 120, 80]);
  /** @type {StrokeDetail[]} */
  const strokes = [];
  let isMagnified = false;
  /** @type {any} nothing is drawn */
  const parts = {
    scene: { width: 120, height: 80, before: null, after: hasPicture ? {} : null },
    view,
    renderer: { ratio: 1, invalidate() {} },
    retouch: { begin() {}, grow() {}, finish() {}, drop() {} },
    loupe: { show: () => (isMagnified = true), hide: () => (isMagnified = false) },
  };
  /** @type {unknown[]} */
  const picks = [];
  /** @type {unknown[]} */
  const pointed = [];
  const painting = new Painting(parts, {
    stroke: (stroke) => strokes.push(stroke),
    pick: (place) => picks.push(place),
    point: (place) => pointed.push(place),
  });
  if (paints) painting.brush = { ...ERASER };
  const hands = {
    view,
    painting,
    look: (/** @type {() => void} */ change) => change(),
    toCanvas: (/** @type {number} */ x, /** @type {number} */ y) =>
      /** @type {[number, number]} */ ([x, y]),
    grabs: () => false,
  };
  return {
    canvas,
    /** The same, as what it stands for. */
    element: /** @type {HTMLCanvasElement} */ (/** @type {unknown} */ (canvas)),
    view,
    painting,
    hands,
    strokes,
    picks,
    pointed,
    /** Whether a loupe is shown. */
    isMagnified: () => isMagnified,
  };
}
