import assert from 'node:assert/strict';
import test from 'node:test';
import { Heartbeat } from '../../../web/engine/heartbeat.js';

/** @param {import('node:test').TestContext} context */
function begin(context) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const seen = { asked: 0, limit: 20_000, silent: /** @type {number[]} */ ([]) };
  const heartbeat = new Heartbeat({
    everyMs: 5000,
    ask: () => {
      seen.asked += 1;
    },
    limit: () => seen.limit,
    onSilence: (seconds) => seen.silent.push(seconds),
  });
  heartbeat.begin();
  return { seen, heartbeat };
}

/**
 * @param {import('node:test').TestContext} context
 * @param {number} milliseconds
 */
function pass(context, milliseconds) {
  // one after the other: a timer that another one sets begins at the end of a tick
  for (let at = 0; at < milliseconds; at += 1000) context.mock.timers.tick(1000);
}

test('it asks, and tells once that nothing was heard', (context) => {
  const { seen } = begin(context);
  pass(context, 20_000);
  assert.equal(seen.asked, 4);
  assert.deepEqual(seen.silent, []);
  pass(context, 5000);
  assert.deepEqual(seen.silent, [20]);
  pass(context, 1_000_000);
  assert.deepEqual(seen.silent, [20]);
});

test('whatever is heard begins the silence anew', (context) => {
  const { seen, heartbeat } = begin(context);
  for (let at = 0; at < 100; at += 1) {
    pass(context, 20_000);
    heartbeat.heard();
  }
  assert.deepEqual(seen.silent, []);
});

test('the limit is that of the moment', (context) => {
  const { seen } = begin(context);
  pass(context, 15_000);
  seen.limit = 60_000;
  pass(context, 45_000);
  assert.deepEqual(seen.silent, []);
  pass(context, 5000);
  assert.deepEqual(seen.silent, [60]);
});

test('what is begun twice asks no more often, and what has ended asks nothing', (context) => {
  const { seen, heartbeat } = begin(context);
  heartbeat.begin();
  pass(context, 10_000);
  assert.equal(seen.asked, 2);
  heartbeat.end();
  pass(context, 1_000_000);
  assert.equal(seen.asked, 2);
  assert.deepEqual(seen.silent, []);
});
