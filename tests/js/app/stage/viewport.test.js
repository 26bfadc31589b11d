import assert from 'node:assert/strict';
import test from 'node:test';
import { Viewport, clamp } from '../../../../web/app/stage/viewport.js';
import { near } from './near.js';

/** @typedef {import('../../../../web/app/stage/viewport.js').Box} Box */

/**
 * A view of a picture of 120 x 80 pixels.
 *
 * @param {{width?: number, height?: number, box?: Box}} size
 */
function viewOf({ width = 600, height = 400, box = [0, 0, 120, 80] } = {}) {
  const view = new Viewport();
  view.resize(width, height);
  view.setBox(box);
  return view;
}

test('at first the whole box is seen, as large as it can be, in the middle', () => {
  const view = viewOf({ width: 500, height: 470 });
  assert.equal(view.zoom, 500 / 120);
  assert.deepEqual([view.fitted, view.pans], [true, false]);
  near([view.left, view.top], [0, 68]);
});

test('what is seen whole stays so when the view is resized or the box is another', () => {
  const view = viewOf();
  view.resize(300, 400);
  assert.equal(view.zoom, 2.5);
  view.setBox([40, 20, 80, 60]);
  assert.equal(view.zoom, 7.5);
  near(view.boxToCanvas(view.box), [0, 50, 300, 350]);
});

test('a box may reach beyond the picture', () => {
  const view = viewOf({ box: [-30, -20, 150, 100] });
  near(view.zoom, 400 / 120);
  near(view.boxToCanvas(view.box), [0, 0, 600, 400], 1);
});

test('a view without a size has a zoom all the same', () => {
  assert.equal(viewOf({ width: 0, height: 0 }).zoom, 1);
});

test('places go over to the picture and back', () => {
  const view = viewOf({ width: 500, height: 470 });
  view.zoomTo(7.3, 123, 45);
  near(view.toCanvas(...view.toPicture(210, 310)), [210, 310]);
});

for (const [width, height] of /** @type {const} */ ([
  [600, 400],
  [1200, 800],
  [500, 470],
  [1000, 940],
])) {
  test(`zooming in a view of ${width} x ${height} keeps the point under the pointer`, () => {
    const view = viewOf({ width, height });
    const at = /** @type {const} */ ([width * 0.3, height * 0.4]);
    const point = view.toPicture(...at);
    for (const times of [1.2, 2.5, 3.1]) {
      const zoom = view.fitZoom * times;
      view.zoomTo(zoom, ...at);
      assert.equal(view.zoom, zoom);
      near(view.toPicture(...at), point, 0.5 / zoom + 0.1);
    }
  });
}

test('zooming by many small steps stays at its point', () => {
  const view = viewOf({ box: [0, 0, 2400, 1600] });
  const point = view.toPicture(401.5, 97.5);
  for (let step = 0; step < 200; step += 1) view.zoomTo(view.zoom * 1.025, 401.5, 97.5);
  assert.equal(view.zoom, 32);
  // half a pixel of the canvas, which lies at whole ones, is nothing at this zoom
  near(view.toPicture(401.5, 97.5), point, 0.1);
});

test('the zoom goes from fit, or what is actual if that is less, to 32', () => {
  const small = viewOf();
  small.zoomTo(0.1);
  assert.deepEqual([small.zoom, small.pans, small.fitted], [1, false, false]);
  small.zoomTo(1000);
  assert.deepEqual([small.zoom, small.pans], [32, true]);
  const large = viewOf({ box: [0, 0, 2400, 1600] });
  large.zoomTo(0.1);
  assert.deepEqual([large.zoom, large.fitted], [0.25, true]);
  const tiny = viewOf({ box: [0, 0, 6, 4] });
  assert.equal(tiny.zoom, 100);
  tiny.zoomTo(500);
  assert.equal(tiny.zoom, 100);
});

test('panning stops where the box would leave the view', () => {
  const view = viewOf();
  view.zoomTo(15);
  assert.equal(view.panBy(60, 20), true);
  assert.equal(view.panBy(10_000, 10_000), true);
  assert.deepEqual([view.left, view.top], [0, 0]);
  assert.equal(view.panBy(1, 1), false);
  assert.equal(view.panBy(-10_000, -10_000), true);
  near(view.boxToCanvas(view.box).slice(2), [600, 400]);
});

test('panning moves the picture as far as the pointer', () => {
  const view = viewOf();
  view.zoomTo(15);
  const point = view.toPicture(200, 150);
  view.panBy(60, 20);
  near(view.toPicture(260, 170), point, 0.1);
});

test('what is seen whole can not be panned', () => {
  const view = viewOf();
  assert.equal(view.panBy(100, 100), false);
  view.zoomTo(1);
  assert.equal(view.panBy(100, 100), false);
});

test('the zoom stays when the view is resized, and fit shows all again', () => {
  const view = viewOf();
  view.zoomTo(9, 100, 100);
  view.resize(500, 300);
  assert.equal(view.zoom, 9);
  view.fit();
  assert.deepEqual([view.zoom, view.fitted], [3.75, true]);
});

test('the picture lies at whole pixels of the canvas', () => {
  const view = viewOf({ width: 601, height: 433 });
  for (const zoom of [4.9, 7.77, 11.1]) {
    view.zoomTo(zoom, 91.3, 77.7);
    assert.deepEqual([view.left % 1, view.top % 1].map(Math.abs), [0, 0]);
  }
});

test('a number is kept between two others', () => {
  assert.deepEqual(
    [-1, 0.5, 7].map((value) => clamp(value, 0, 1)),
    [0, 0.5, 1],
  );
});
