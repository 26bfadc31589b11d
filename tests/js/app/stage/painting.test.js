import assert from 'node:assert/strict';
import test from 'node:test';
import './browser.js';
import { handsOn } from './hands.js';
import { near } from './near.js';

test('a brush is as large on the canvas as what it paints', () => {
  const { view, painting } = handsOn({ paints: true });
  assert.equal(painting.radius, 60);
  view.zoomTo(10);
  assert.equal(painting.radius, 120);
});

test('a brush grows and shrinks between half a pixel and half of the picture', () => {
  const { painting } = handsOn({ paints: true });
  painting.scaleBrush(1.2);
  near(painting.brush?.radius ?? 0, 0.12);
  painting.scaleBrush(100);
  assert.equal(painting.brush?.radius, 0.5);
  painting.scaleBrush(1e-6);
  assert.equal(painting.brush?.radius, 0.5 / 120);
});

test('without a brush, or without a picture, no stroke is begun', () => {
  const looking = handsOn();
  looking.painting.begin(100, 100);
  assert.equal(looking.painting.begun, false);
  const empty = handsOn({ paints: true, hasPicture: false });
  empty.painting.begin(100, 100);
  assert.equal(empty.painting.begun, false);
});

test('a stroke that another one interrupts is done', () => {
  const { painting, strokes } = handsOn({ paints: true });
  painting.begin(100, 100);
  painting.begin(200, 200);
  assert.equal(strokes.length, 1);
  assert.equal(painting.begun, true);
});

test('a dropped stroke is not told', () => {
  const { painting, strokes } = handsOn({ paints: true });
  painting.begin(100, 100);
  painting.drop();
  painting.finish();
  assert.deepEqual(strokes, []);
});
