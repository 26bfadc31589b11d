import assert from 'node:assert/strict';
import test from 'node:test';
import { WorkClock } from '../../../../web/app/jobs/work-clock.js';

test('the time in which a picture waits for another one does not count', (t) => {
  let now = 1000;
  t.mock.method(performance, 'now', () => now);
  const clock = new WorkClock();
  const pass = (/** @type {string} */ phase, /** @type {number} */ milliseconds) => {
    clock.enter(phase);
    now += milliseconds;
  };
  pass('preprocess', 100);
  pass('wait', 5000);
  assert.equal(clock.elapsed, 100);
  pass('infer', 2000);
  pass('wait', 300);
  pass('output', 50);
  assert.equal(clock.elapsed, 2150);
});
