import assert from 'node:assert/strict';
import test from 'node:test';
import { Idleness } from '../../../web/engine/idleness.js';

/** @param {import('node:test').TestContext} context */
function watched(context) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {boolean[]} */
  const told = [];
  return { told, idleness: new Idleness((isLong) => told.push(isLong)) };
}

test('after two minutes it is told once, after five once more', (context) => {
  const { told, idleness } = watched(context);
  idleness.begin();
  context.mock.timers.tick(119_999);
  assert.deepEqual(told, []);
  context.mock.timers.tick(1);
  assert.deepEqual(told, [false]);
  context.mock.timers.tick(179_999);
  assert.deepEqual(told, [false]);
  context.mock.timers.tick(1);
  assert.deepEqual(told, [false, true]);
  context.mock.timers.tick(10_000_000);
  assert.equal(told.length, 2);
});

test('whatever is asked for puts it off', (context) => {
  const { told, idleness } = watched(context);
  idleness.begin();
  context.mock.timers.tick(119_999);
  idleness.end();
  context.mock.timers.tick(10_000_000);
  assert.deepEqual(told, []);
  idleness.begin();
  context.mock.timers.tick(60_000);
  idleness.begin();
  context.mock.timers.tick(119_999);
  assert.deepEqual(told, []);
  context.mock.timers.tick(1);
  assert.deepEqual(told, [false]);
});
