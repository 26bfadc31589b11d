import assert from 'node:assert/strict';
import test from 'node:test';
// first: scope.js reads it
import { SCOPE, caches } from './worker.js';
import { OlderReleases } from '../../../web/service-worker/old-releases.js';
import { PREFIX } from '../../../web/service-worker/release-files.js';

const OLDER = `${PREFIX}1`;
const CURRENT = { cacheName: `${PREFIX}2`, names: [] };

/**
 * @param {{locks?: object, tabs?: number}} browser
 */
async function sweep({ locks, tabs = 0 }) {
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
  Object.assign(globalThis, { clients: { matchAll: async () => Array(tabs).fill({}) } });
  for (const name of [OLDER, CURRENT.cacheName, 'another app']) await caches.open(name);
  await new OlderReleases(/** @type {any} */ (CURRENT)).sweep();
  return caches.keys();
}

test.beforeEach(async () => {
  for (const name of await caches.keys()) await caches.delete(name);
});

test('what no tab holds is deleted, and nothing of others', async () => {
  const locks = { query: async () => ({ held: [] }) };
  assert.deepEqual(await sweep({ locks, tabs: 2 }), [CURRENT.cacheName, 'another app']);
});

test('what an open tab holds stays', async () => {
  const locks = { query: async () => ({ held: [{ name: OLDER }] }) };
  assert.ok((await sweep({ locks })).includes(OLDER));
});

for (const [words, locks] of /** @type {const} */ ([
  ['there are no locks', undefined],
  ['locks are refused', { query: () => Promise.reject(new DOMException('', 'SecurityError')) }],
])) {
  test(`where ${words}, nothing is deleted as long as several tabs are open`, async () => {
    assert.ok((await sweep({ locks, tabs: 2 })).includes(OLDER));
    assert.ok(!(await sweep({ locks, tabs: 1 })).includes(OLDER));
  });
}

test('a store that can not be read has no file of an older release', async (t) => {
  t.mock.method(caches, 'keys', async () => {
    throw new DOMException('', 'UnknownError');
  });
  const older = new OlderReleases(/** @type {any} */ (CURRENT));
  assert.equal(await older.find(`${SCOPE}a.js`), undefined);
});
