import assert from 'node:assert/strict';
import test from 'node:test';
import './browser.js';
import { Stroke } from '../../../../web/app/stage/stroke.js';
import { near } from './near.js';

/** @type {import('../../../../web/app/stage/stroke.js').Brush} */
const BRUSH = { kind: 'restore', radius: 0.05, hardness: 0.4, opacity: 0.6 };
const PICTURE = { width: 120, height: 80 };

test('a stroke is told with its brush, its points as shares of width and height', () => {
  const stroke = new Stroke(BRUSH, PICTURE);
  stroke.add(60, 40);
  stroke.add(90, 20);
  assert.deepEqual(stroke.detail, {
    ...BRUSH,
    points: [
      [0.5, 0.5],
      [0.75, 0.25],
    ],
  });
});

test('a brush is as large as its share of the longer side', () => {
  assert.equal(new Stroke(BRUSH, PICTURE).radius, 6);
  assert.equal(new Stroke(BRUSH, { width: 80, height: 200 }).radius, 10);
});

test('points that are nearer than a sixth of the radius are left out', () => {
  const stroke = new Stroke(BRUSH, PICTURE);
  const added = [20, 20.5, 20.9, 21, 21.5, 22.1].map((x) => stroke.add(x, 20));
  assert.deepEqual(added, [true, false, false, true, false, true]);
});

test('the end counts also where it is near, unless it is very near', () => {
  const stroke = new Stroke(BRUSH, PICTURE);
  stroke.add(20, 20);
  stroke.add(20.6, 20);
  assert.equal(stroke.end(), true);
  near(stroke.points.at(-1) ?? [], [20.6, 20]);
  stroke.add(20.7, 20);
  assert.equal(stroke.end(), false);
  stroke.add(30, 20);
  assert.equal(stroke.end(), false);
  assert.equal(stroke.points.length, 3);
});

test('a brush that goes far astray stays within what Python takes', () => {
  const stroke = new Stroke(BRUSH, PICTURE);
  stroke.add(60, 40);
  stroke.add(5000, -5000);
  stroke.add(-5000, 5000);
  assert.deepEqual(stroke.detail.points.slice(1), [
    [2, -1],
    [-1, 2],
  ]);
});

test('an endless stroke is thinned out, and keeps its end', () => {
  const stroke = new Stroke({ ...BRUSH, radius: 0.005 }, PICTURE);
  for (let step = 0; step < 5000; step += 1) stroke.add(step % 120, Math.floor(step / 120));
  const { points } = stroke;
  assert.ok(points.length > 1000 && points.length <= 2000);
  near(points.at(-1) ?? [], [4999 % 120, Math.floor(4999 / 120)], 2);
  assert.deepEqual(points[0], [0, 0]);
});

test('erasing and restoring change pixels, the others are hints', () => {
  const retouches = /** @type {const} */ (['erase', 'restore', 'drop', 'keep']).map(
    (kind) => new Stroke({ ...BRUSH, kind }, PICTURE).retouches,
  );
  assert.deepEqual(retouches, [true, true, false, false]);
});
