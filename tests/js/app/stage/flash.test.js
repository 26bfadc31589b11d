import assert from 'node:assert/strict';
import test from 'node:test';
import './browser.js';
import { difference } from '../../../../web/app/stage/flash.js';

/** Pixels without a browser. */
class Image {
  /**
   * @param {number} width
   * @param {number} height
   */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.data = new Uint8ClampedArray(4 * width * height);
  }
}
Object.assign(globalThis, { ImageData: Image });

/** @param {number[]} alphas */
function row(...alphas) {
  const image = new ImageData(alphas.length, 1);
  for (const [at, alpha] of alphas.entries()) image.data[4 * at + 3] = alpha;
  return image;
}

test('what came and what went are told apart, and what is all but the same is left out', () => {
  const { data } = difference(row(0, 255, 100, 100), row(255, 55, 130, 100));
  const pixels = [0, 1, 2, 3].map((at) => [...data.slice(4 * at, 4 * at + 4)]);
  const [came = [], went = [], ...same] = pixels;
  assert.ok(came[1] > came[0] && went[0] > went[1]);
  assert.deepEqual([came[3], went[3]], [255, 200]);
  assert.deepEqual(same, [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]);
});
