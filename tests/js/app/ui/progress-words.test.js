import assert from 'node:assert/strict';
import test from 'node:test';
import { use } from '../../../../web/app/i18n/language.js';
import { Steps, updating } from '../../../../web/app/ui/progress-words.js';

const TEXTS = {
  'step.load': 'loads',
  'step.infer': 'infers',
  'picture.updating': 'updates',
  'step.frame': '{step} {frame} of {frames}',
  'step.start': 'gets ready',
  'step.loaded': '{step}: {loaded} of {total}',
  'step.loaded.left': '{step}: {loaded} of {total}, {left} left',
  'unit.seconds': '{seconds} s',
};
const TOTAL = 20_000_000;

test.beforeEach(() => use('en', TEXTS, TEXTS));

/** @param {number} loaded */
const load = (loaded, total = TOTAL) => ({ phase: 'load', loaded, total });

test('a step is told by its name, and one that has none by that of its phase', () => {
  const steps = new Steps();
  assert.equal(steps.words({ phase: 'infer', loaded: 0, total: 1 }), 'infers');
  assert.equal(steps.words({ phase: 'think', loaded: 0, total: 1 }), 'think');
});

test('of an animation it is told which frame of how many', () => {
  const progress = { phase: 'infer', loaded: 0, total: 1, frame: 3, frames: 12 };
  assert.equal(new Steps().words(progress), 'infers 3 of 12');
});

test('what is written anew is told with its frame, if it has several', () => {
  const progress = { phase: 'output', loaded: 0, total: 1 };
  assert.equal(updating(null), 'updates');
  assert.equal(updating(progress), 'updates');
  assert.equal(updating({ ...progress, frame: 3, frames: 12 }), 'updates 3 of 12');
});

test('a download that is under way is told with its bytes', () => {
  const steps = new Steps();
  assert.equal(steps.words(load(2_340_000)), 'loads: 2.3 of 20 MB');
});

test('before it is known how much there is to fetch no bytes are told', () => {
  assert.equal(new Steps().words(load(0, 1)), 'loads');
});

test('where nothing is left to fetch nothing is said to be fetched', () => {
  assert.equal(new Steps().words(load(TOTAL)), 'gets ready');
});

test('the time that is left follows the rate, once that was measured long enough', (t) => {
  let now = 1000;
  t.mock.method(performance, 'now', () => now);
  const steps = new Steps();
  assert.equal(steps.words(load(1_000_000)), 'loads: 1.0 of 20 MB');
  now += 1000;
  assert.equal(steps.words(load(2_000_000)), 'loads: 2.0 of 20 MB');
  now += 1000;
  // what lay here at first took no time: two megabytes in two seconds
  assert.equal(steps.words(load(3_000_000)), 'loads: 3.0 of 20 MB, 17.0 s left');
});

test('a download that stands still has no time left', (t) => {
  let now = 1000;
  t.mock.method(performance, 'now', () => now);
  const steps = new Steps();
  steps.words(load(1_000_000));
  now += 5000;
  assert.equal(steps.words(load(1_000_000)), 'loads: 1.0 of 20 MB');
});
