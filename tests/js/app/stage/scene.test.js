import assert from 'node:assert/strict';
import test from 'node:test';
import { Bitmap } from './browser.js';
import { Scene } from '../../../../web/app/stage/scene.js';

const bitmap = () => /** @type {ImageBitmap} */ (new Bitmap(120, 80));

/** @returns {import('../../../../web/app/stage/scene.js').Shown} */
const shown = () => ({
  width: 120,
  height: 80,
  box: [0, 0, 120, 80],
  before: bitmap(),
  after: bitmap(),
  key: 1,
});

test('one side gives way to the other only where there are both', () => {
  const scene = new Scene();
  scene.compare = 0.25;
  assert.equal(scene.split, null);
  scene.show(shown());
  assert.equal(scene.split, 0.25);
  scene.show({ ...shown(), before: null });
  assert.equal(scene.split, null);
  scene.show({ ...shown(), after: null });
  assert.equal(scene.split, null);
});

test('of the same bitmap the smaller copies are kept', () => {
  const scene = new Scene();
  const first = shown();
  scene.show(first);
  const { before, after } = scene;
  scene.show({ ...first, after: bitmap() });
  assert.equal(scene.before, before);
  assert.notEqual(scene.after, after);
});

test('before covers the whole original, whatever part after shows', () => {
  const scene = new Scene();
  scene.show({ ...shown(), box: [-30, -20, 60, 40] });
  assert.deepEqual(scene.picture, [0, 0, 120, 80]);
  assert.deepEqual(scene.box, [-30, -20, 60, 40]);
});

test('a cleared scene has nothing to draw', () => {
  const scene = new Scene();
  scene.show(shown());
  scene.clear();
  assert.deepEqual([scene.before, scene.after], [null, null]);
});
