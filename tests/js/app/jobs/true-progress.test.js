import assert from 'node:assert/strict';
import test from 'node:test';
import { TrueProgress } from '../../../../web/app/jobs/true-progress.js';

/**
 * @param {{isStored?: boolean, isAlone?: boolean}} known
 * @param {...string} phases
 * @returns {string[]} those that are shown
 */
function shown({ isStored = false, isAlone = true }, ...phases) {
  const progress = new TrueProgress({ isStored, isAlone: () => isAlone });
  return phases.filter((phase) => progress.takes({ phase, loaded: 0, total: 1 }));
}

test('steps are shown in their order, and none goes back', () => {
  assert.deepEqual(
    shown({}, 'start', 'preprocess', 'load', 'infer', 'load', 'infer', 'postprocess', 'output'),
    ['start', 'preprocess', 'load', 'infer', 'infer', 'postprocess', 'output'],
  );
});

test('a model that is stored is not said to be fetched', () => {
  const phases = ['preprocess', 'load', 'infer'];
  assert.deepEqual(shown({ isStored: true }, ...phases), ['preprocess', 'infer']);
  assert.deepEqual(shown({}, ...phases), phases);
});

test('the only picture waits for no other', () => {
  const phases = ['wait', 'preprocess', 'wait', 'infer'];
  assert.deepEqual(shown({}, ...phases), ['preprocess', 'infer']);
  assert.deepEqual(shown({ isAlone: false }, ...phases), phases);
});

test('a picture that begins anew with a new Python is shown from its start', () => {
  const phases = ['preprocess', 'infer', 'start', 'preprocess', 'infer'];
  assert.deepEqual(shown({}, ...phases), phases);
});

test('of an animation each frame is told from its beginning', () => {
  const progress = new TrueProgress({ isStored: true, isAlone: () => true });
  const takes = (/** @type {string} */ phase, /** @type {number} */ frame) =>
    progress.takes({ phase, loaded: 0, total: 1, frame, frames: 2 });
  assert.deepEqual([takes('postprocess', 1), takes('infer', 2)], [true, true]);
});

test('that there is no subject is no step', () => {
  assert.deepEqual(shown({}, 'postprocess', 'empty', 'output'), ['postprocess', 'output']);
});
