import assert from 'node:assert/strict';
import test from 'node:test';
import { again, back, forward } from '../../../../web/app/state/history.js';
import { DEFAULTS } from '../../../../web/app/state/settings.js';
import { pictureOf } from '../../../../web/app/state/state.js';

/** @typedef {import('../../../../web/app/state/state.js').Picture} Picture */

/** @param {string} name */
const stroke = (name) => /** @type {any} */ (name);
const fresh = () => pictureOf(new File([], 'a.png'), DEFAULTS);

/** @param {Picture} picture */
const told = ({ strokes, past, future }) => [strokes.join(''), past.length, future.length];

/**
 * @param {Picture} picture
 * @param {string} letters
 */
function painted(picture, letters) {
  let made = picture;
  for (const letter of letters) {
    const step = { strokes: [...made.strokes, stroke(letter)] };
    made = { ...made, ...forward(made, step) };
  }
  return made;
}

test('each step is taken back and made again', () => {
  let picture = painted(fresh(), 'abc');
  const seen = [told(picture)];
  for (const step of [back, back, again, back, back, back, again, again, again, again]) {
    picture = { ...picture, ...step(picture) };
    seen.push(told(picture));
  }
  assert.deepEqual(seen, [
    ['abc', 3, 0],
    ['ab', 2, 1],
    ['a', 1, 2],
    ['ab', 2, 1],
    ['a', 1, 2],
    ['', 0, 3],
    ['', 0, 3],
    ['a', 1, 2],
    ['ab', 2, 1],
    ['abc', 3, 0],
    ['abc', 3, 0],
  ]);
});

test('all is taken back at once, and made again in steps', () => {
  const picture = painted(fresh(), 'abc');
  const empty = { ...picture, ...back(picture, Infinity) };
  assert.deepEqual(told(empty), ['', 0, 3]);
  const first = { ...empty, ...again(empty) };
  assert.deepEqual(told(first), ['a', 1, 2]);
  assert.deepEqual(told({ ...first, ...again(first) }), ['ab', 2, 1]);
});

test('a new step ends what was taken back', () => {
  const picture = painted(fresh(), 'abc');
  const other = painted({ ...picture, ...back(picture, 2) }, 'x');
  assert.deepEqual(told(other), ['ax', 2, 0]);
});
