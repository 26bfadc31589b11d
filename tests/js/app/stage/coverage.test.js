import assert from 'node:assert/strict';
import test from 'node:test';
import { Bounds, Coverage } from '../../../../web/app/stage/coverage.js';
import { near } from './near.js';

/** @typedef {import('../../../../web/app/stage/viewport.js').Box} Box */

const [WIDTH, HEIGHT] = [300, 200];
/** @type {Box} */
const ALL = [0, 0, WIDTH, HEIGHT];
const HARD = { hardness: 1, opacity: 1 };

/**
 * Take what is new of a whole view out.
 *
 * @param {Coverage} coverage
 * @returns {(x: number, y: number) => number} alpha of a pixel, 0 to 255
 */
function taken(coverage) {
  const pixels = new Uint32Array(WIDTH * HEIGHT);
  coverage.take(ALL, pixels, WIDTH);
  return (x, y) => (pixels[y * WIDTH + x] ?? 0) >>> 24;
}

for (const opacity of [1, 0.6]) {
  for (const hardness of [0, 0.5, 1]) {
    test(`a brush of hardness ${hardness} and opacity ${opacity} covers by the distance`, () => {
      const coverage = new Coverage(ALL, 60, { hardness, opacity });
      coverage.add([50, 100], [250, 100]);
      coverage.add([250, 100], [50, 100]); // there and back again, for which it covers no more
      const alpha = taken(coverage);
      for (let distance = 0; distance < 75; distance += 5) {
        if (hardness === 1 && Math.abs(distance - 60) < 3) continue;
        const place = distance + 0.5; // the middle of a pixel
        const inside = hardness < 1 ? (60 - place) / (1 - hardness) / 60 : 60 - place;
        const share = Math.min(1, Math.max(0, inside));
        const cover = 255 * opacity * share ** 2 * (3 - 2 * share);
        near(alpha(150, 100 + distance), cover, 2);
      }
    });
  }
}

test('the ends of a line are round', () => {
  const coverage = new Coverage(ALL, 20, HARD);
  coverage.add([100, 100], [200, 100]);
  const alpha = taken(coverage);
  assert.equal(alpha(82, 100), 255);
  assert.equal(alpha(78, 100), 0);
  assert.equal(alpha(86, 86), 255);
  assert.equal(alpha(84, 84), 0);
});

test('a line of no length is a dab', () => {
  const coverage = new Coverage(ALL, 10, HARD);
  coverage.add([50, 50], [50, 50]);
  const alpha = taken(coverage);
  assert.deepEqual([alpha(50, 50), alpha(58, 50), alpha(62, 50)], [255, 255, 0]);
});

test('a brush of less than a pixel covers something all the same', () => {
  const coverage = new Coverage(ALL, 0.1, HARD);
  coverage.add([50.5, 50], [60.5, 50]);
  const alpha = taken(coverage);
  assert.ok(alpha(55, 49) > 0 && alpha(55, 50) > 0);
});

test('the edge of a hard brush is not jagged', () => {
  const coverage = new Coverage(ALL, 60, HARD);
  coverage.add([50, 100.3], [250, 100.3]);
  const alpha = taken(coverage);
  near(
    [158, 161].map((y) => alpha(150, y)),
    [255, 0],
  );
  assert.ok(alpha(150, 160) > 0 && alpha(150, 160) < 255);
});

test('what is taken bit by bit covers as much as all at once', () => {
  const soft = { hardness: 0.3, opacity: 0.8 };
  const [bits, once] = [new Coverage(ALL, 30, soft), new Coverage(ALL, 30, soft)];
  /** @type {[number, number][]} */
  const places = [
    [60, 60],
    [100, 80],
    [110, 120],
    [70, 110],
  ];
  const left = new Float64Array(WIDTH * HEIGHT).fill(1);
  places.forEach((place, at) => {
    const from = places[Math.max(0, at - 1)] ?? place;
    bits.add(from, place);
    once.add(from, place);
    const alpha = taken(bits);
    left.forEach((share, pixel) => {
      left[pixel] = share * (1 - alpha(pixel % WIDTH, Math.floor(pixel / WIDTH)) / 255);
    });
  });
  const alpha = taken(once);
  left.forEach((share, pixel) => {
    near(255 * (1 - share), alpha(pixel % WIDTH, Math.floor(pixel / WIDTH)), 2);
  });
});

test('what was taken is not taken again', () => {
  const coverage = new Coverage(ALL, 10, HARD);
  coverage.add([50, 50], [50, 50]);
  assert.equal(taken(coverage)(50, 50), 255);
  assert.equal(taken(coverage)(50, 50), 0);
});

test('only the box around what is new is told, once', () => {
  const coverage = new Coverage(ALL, 10, HARD);
  assert.equal(coverage.fresh(ALL), null);
  coverage.add([50, 60], [80, 60]);
  const [left, top, right, bottom] = coverage.fresh(ALL) ?? [];
  near([left, top, right, bottom].map(Number), [40, 50, 90, 70], 1);
  assert.equal(coverage.fresh(ALL), null);
  coverage.add([295, 60], [295, 60]);
  assert.equal(coverage.fresh([0, 0, 200, 200]), null);
});

test('the area may begin beyond the view, and nothing is covered beyond it', () => {
  const coverage = new Coverage([-20, -20, 320, 220], 30, HARD);
  coverage.add([-40, 100], [-10, 100]);
  coverage.add([-500, -500], [-400, -400]);
  const alpha = taken(coverage);
  assert.deepEqual([alpha(15, 100), alpha(25, 100)], [255, 0]);
  assert.deepEqual(coverage.fresh(ALL)?.slice(0, 1), [0]);
});

test('bounds are the least box around what was added, in whole pixels', () => {
  const bounds = new Bounds();
  assert.equal(bounds.intersection(ALL), null);
  bounds.add(10.4, 20.6, 30.2, 40);
  assert.deepEqual(bounds.intersection(ALL), [10, 20, 31, 40]);
  bounds.add(5, 30, 6, 50);
  assert.deepEqual(bounds.intersection(ALL), [5, 20, 31, 50]);
  assert.deepEqual(bounds.intersection([8, 25, 20, 30]), [8, 25, 20, 30]);
  assert.equal(bounds.intersection([100, 0, 200, 200]), null);
});
