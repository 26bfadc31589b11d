import assert from 'node:assert/strict';
import test from 'node:test';
// first: scope.js reads it
import { caches } from './worker.js';
import {
  forgetReleases,
  isOlder,
  newest,
  noteRelease,
} from '../../../web/service-worker/release-order.js';

/**
 * @param {string} version
 * @param {number} [time]
 */
const order = (version, time = 0) => ({ version, time });

test.beforeEach(forgetReleases);

for (const [one, other, older] of /** @type {const} */ ([
  [order('0.1.0'), order('0.2.0'), true],
  [order('0.9.0'), order('0.10.0'), true],
  [order('0.10.0'), order('0.9.0'), false],
  [order('1.0'), order('1.0.1'), true],
  [order('1.0.0'), order('1.0'), false],
  [order('0.2.0', 1), order('0.1.0', 2), false],
  [order('0.1.0', 1), order('0.1.0', 2), true],
  [order('0.1.0', 2), order('0.1.0', 2), false],
  [order('0.1.0', 3), order('0.1.0', 2), false],
  [order('0.1.0', 0), order('0.1.0', 2), false], // not told: nothing is known of it
])) {
  const word = older ? 'older than' : 'not older than';
  test(`${one.version} of ${one.time} is ${word} ${other.version} of ${other.time}`, () => {
    assert.equal(isOlder(one, other), older);
  });
}

test('the newest release stays noted', async () => {
  assert.equal(await newest(), null);
  await noteRelease(order('0.2.0', 5));
  await noteRelease(order('0.1.0', 9));
  assert.deepEqual(await newest(), order('0.2.0', 5));
  await noteRelease(order('0.2.0', 6));
  assert.deepEqual(await newest(), order('0.2.0', 6));
});

test('where the store can not be read no release is known', async (t) => {
  await noteRelease(order('0.2.0'));
  t.mock.method(caches, 'match', async () => {
    throw new DOMException('', 'UnknownError');
  });
  assert.equal(await newest(), null);
});
