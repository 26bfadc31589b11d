import assert from 'node:assert/strict';
import test from 'node:test';
import { bestOf, improvementOf } from '../../../../web/app/jobs/improvement.js';
import { DEFAULTS } from '../../../../web/app/state/settings.js';
import { pictureOf } from '../../../../web/app/state/state.js';

const MODELS = [
  ['isnet_quint8', 20e6],
  ['isnet_compact', 20e6],
  ['isnet', 75e6],
].map(
  ([id, bytes]) => /** @type {any} */ ({ id, bytes, stored: 0, default: id === 'isnet_quint8' }),
);

/** @param {Partial<import('../../../../web/app/state/state.js').Picture>} change */
const done = (change) => ({
  ...pictureOf(new File([], 'a.png'), DEFAULTS),
  state: /** @type {const} */ ('done'),
  model: 'isnet_quint8',
  elapsed: 3000,
  looked: 2000,
  ...change,
});

/** @param {'fast' | 'best'} effort */
const settings = (effort) => ({ ...DEFAULTS, effort });

test('the best model is the first by quality that the site has', () => {
  assert.equal(bestOf(MODELS)?.id, 'isnet');
  assert.equal(bestOf(MODELS.slice(0, 2))?.id, 'isnet_compact');
});

test('a picture is improved by the best model and a second look', () => {
  const found = improvementOf(done({}), 'isnet_quint8', MODELS);
  assert.deepEqual([found?.model, found?.effort, found?.bytes], ['isnet', 'best', 75e6]);
  // the network needs twice the time, and looks twice; all else takes as long as before
  assert.equal(Math.round(found?.milliseconds ?? 0), Math.round(1000 + (2000 / 0.48) * 2));
});

test('of a model that is partly here only the rest is fetched', () => {
  const models = MODELS.map((model) => ({ ...model, stored: model.bytes - 5 }));
  assert.equal(improvementOf(done({}), 'isnet_quint8', models)?.bytes, 5);
});

test('another model that is chosen is offered as it is', () => {
  const found = improvementOf(done({}), 'isnet_compact', MODELS);
  assert.deepEqual([found?.model, found?.effort, found?.isBest], ['isnet_compact', 'fast', false]);
  assert.equal(improvementOf(done({}), 'isnet', MODELS)?.isBest, true);
});

test('what the best model has seen once can be looked at twice, and then no more', () => {
  const once = done({ model: 'isnet' });
  assert.equal(improvementOf(once, 'isnet', MODELS)?.milliseconds, 1000 + 2000 * 2);
  const twice = done({ model: 'isnet', settings: settings('best') });
  assert.equal(improvementOf(twice, 'isnet', MODELS), null);
});

test('there is nothing to improve before there is a result', () => {
  assert.equal(improvementOf(undefined, 'isnet', MODELS), null);
  assert.equal(improvementOf({ ...done({}), state: 'working' }, 'isnet', MODELS), null);
  assert.equal(improvementOf(done({}), 'isnet', []), null);
});
