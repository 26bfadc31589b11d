import assert from 'node:assert/strict';

/**
 * Numbers are the same but for what rounding makes of them.
 *
 * @param {number | readonly number[]} actual
 * @param {number | readonly number[]} expected
 * @param {number} [apart] at most
 */
export function near(actual, expected, apart = 1e-9) {
  const [some, others] = [[actual].flat(), [expected].flat()];
  const isNear = some.every((value, at) => Math.abs(value - (others[at] ?? NaN)) <= apart);
  assert.ok(isNear && some.length === others.length, `${some} is not near ${others}`);
}
