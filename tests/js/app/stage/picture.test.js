import assert from 'node:assert/strict';
import test from 'node:test';
import { Bitmap } from './browser.js';
import { Picture } from '../../../../web/app/stage/picture.js';
import { Viewport } from '../../../../web/app/stage/viewport.js';
import { near } from './near.js';

/**
 * @param {number} zoom
 * @param {number} [x]
 * @param {number} [y]
 */
function viewAt(zoom, x, y) {
  const view = new Viewport();
  view.resize(600, 400);
  view.setBox([0, 0, 120, 80]);
  view.zoomTo(zoom, x, y);
  return view;
}

/**
 * Draw a bitmap that covers a picture of 120 x 80 pixels, on a canvas of 600 x 400.
 *
 * @param {number} zoom
 * @param {{width?: number, height?: number, x?: number, y?: number}} [options] size of the bitmap,
 *   and the point that is zoomed at
 */
function draw(zoom, { width = 120, height = 80, x = 300, y = 200 } = {}) {
  const view = viewAt(zoom, x, y);
  /** @type {number[]} */
  let drawn = [];
  const context = {
    imageSmoothingEnabled: true,
    drawImage: (/** @type {unknown} */ _, /** @type {number[]} */ ...numbers) => (drawn = numbers),
  };
  const picture = new Picture(/** @type {ImageBitmap} */ (new Bitmap(width, height)));
  picture.draw(/** @type {any} */ (context), [0, 0, 120, 80], view);
  return { source: drawn.slice(0, 4), target: drawn.slice(4), view, ...context };
}

test('pixels are seen sharp from 200 per cent on', () => {
  assert.equal(draw(1.5).imageSmoothingEnabled, true);
  assert.equal(draw(2).imageSmoothingEnabled, false);
});

test("pixels of a preview are not taken for the picture's", () => {
  assert.equal(draw(5, { width: 30, height: 20 }).imageSmoothingEnabled, true);
});

test('only what is in view is drawn, in whole pixels, and one more at each side', () => {
  const { source, target, view } = draw(20);
  near(source, [44, 29, 32, 22]);
  near(target, [...view.toCanvas(44, 29), 640, 440]);
});

test('nothing is drawn of what lies beyond the bitmap', () => {
  const { source } = draw(20, { x: 0, y: 0 });
  near(source, [0, 0, 31, 21]);
});

test('a bitmap of another size covers the same place', () => {
  const { source, target } = draw(5, { width: 30, height: 20 });
  near(source, [0, 0, 30, 20]);
  near(target, [0, 0, 600, 400]);
});

test('a bitmap that was closed meanwhile is not drawn', () => {
  const bitmap = new Bitmap(120, 80);
  const picture = new Picture(/** @type {ImageBitmap} */ (bitmap));
  Object.assign(bitmap, { width: 0, height: 0 });
  const context = { drawImage: () => assert.fail('drawn') };
  picture.draw(/** @type {any} */ (context), [0, 0, 120, 80], viewAt(5));
});
