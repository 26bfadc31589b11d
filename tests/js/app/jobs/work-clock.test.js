import assert from 'node:assert/strict';
import test from 'node:test';
import { WorkClock } from '../../../../web/app/jobs/work-clock.js';

/** @param {import('node:test').TestContext} t */
function timed(t) {
  let now = 1000;
  t.mock.method(performance, 'now', () => now);
  const clock = new WorkClock();
  const pass = (/** @type {string} */ phase, /** @type {number} */ milliseconds) => {
    clock.enter(phase);
    now += milliseconds;
  };
  return { clock, pass };
}

test('the time in which a picture waits for another one does not count', (t) => {
  const { clock, pass } = timed(t);
  pass('preprocess', 100);
  pass('wait', 5000);
  assert.equal(clock.elapsed, 100);
  pass('infer', 2000);
  pass('wait', 300);
  pass('output', 50);
  assert.equal(clock.elapsed, 2150);
});

test('nor does the time in which Python starts, or the model is fetched', (t) => {
  const { clock, pass } = timed(t);
  pass('start', 3000);
  assert.equal(clock.elapsed, 0);
  pass('preprocess', 100);
  pass('load', 60_000);
  pass('infer', 2000);
  assert.equal(clock.elapsed, 2100);
});

test('the time of the network is known by itself', (t) => {
  const { clock, pass } = timed(t);
  pass('preprocess', 100);
  pass('infer', 2000);
  pass('load', 10);
  pass('infer', 1500);
  assert.equal(clock.looked, 3500);
  pass('output', 50);
  assert.equal(clock.looked, 3500);
});
