import assert from 'node:assert/strict';
import test from 'node:test';
import {
  CELLS,
  chosenAmong,
  chosenWith,
  stays,
  subjectAt,
} from '../../../../web/app/state/subjects.js';

/** @typedef {import('../../../../web/app/state/subjects.js').Subject} Subject */

/**
 * @param {...Subject['box']} boxes
 * @returns {Subject[]}
 */
const at = (...boxes) => boxes.map((box) => ({ box, share: 0.1 }));
const THREE = at([0, 0, 10, 10], [20, 0, 30, 10], [40, 0, 50, 10]);

test('all stay until one is to go', () => {
  assert.ok([1, 2, 3].every((number) => stays({ chosen: null }, number)));
  const chosen = chosenWith({ subjects: THREE, chosen: null }, 2, false);
  assert.deepEqual(chosen, [1, 3]);
  assert.ok(!stays({ chosen }, 2));
  assert.deepEqual(chosenWith({ subjects: THREE, chosen }, 1, false), [3]);
  assert.deepEqual(chosenWith({ subjects: THREE, chosen: [3] }, 3, false), []);
});

test('the last that comes back makes it all of them again', () => {
  assert.equal(chosenWith({ subjects: THREE, chosen: [1, 3] }, 2, true), null);
});

test('what was to go goes where the network has found others', () => {
  const choice = { subjects: THREE, chosen: [1, 3] };
  const other = at([39, 0, 50, 10], [0, 0, 10, 11], [60, 0, 90, 10], [20, 1, 30, 10]);
  assert.deepEqual(chosenAmong(choice, other), [1, 2, 3]);
  assert.equal(chosenAmong(choice, at([0, 0, 10, 10])), null);
  assert.equal(chosenAmong({ subjects: THREE, chosen: null }, other), null);
});

test('a place has the number of its cell', () => {
  const labels = new Uint8Array(CELLS * CELLS);
  labels[CELLS * 128 + 64] = 2;
  assert.equal(subjectAt(labels, 0.2501, 0.5001), 2);
  assert.equal(subjectAt(labels, 0.2499, 0.5001), 0);
  for (const [x, y] of [
    [-0.1, 0.5],
    [0.25, 1],
    [1, 0.5],
  ])
    assert.equal(subjectAt(labels, x ?? 0, y ?? 0), 0);
  assert.equal(subjectAt(null, 0.25, 0.5), 0);
});
