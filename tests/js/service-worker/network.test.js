import assert from 'node:assert/strict';
import test from 'node:test';
// first: scope.js reads it
import { SCOPE, caches } from './worker.js';
import { Journal } from '../../../web/service-worker/request-log.js';
import { Network } from '../../../web/service-worker/network.js';
import { OfflineOnly } from '../../../web/service-worker/offline-switch.js';

const HEADERS = { 'Cross-Origin-Embedder-Policy': 'require-corp' };
const URL_ = `${SCOPE}a.js`;

function networkOf() {
  const journal = new Journal();
  const offlineOnly = new OfflineOnly();
  return { journal, offlineOnly, network: new Network(journal, offlineOnly, HEADERS) };
}

test.beforeEach(() => new OfflineOnly().turn(false));

test('what goes out is written down, with its length if the server says it', async (t) => {
  const { journal, network } = networkOf();
  const answers = [new Response('abc', { headers: { 'Content-Length': '3' } }), new Response('d')];
  t.mock.method(globalThis, 'fetch', async () => answers.shift());
  await network.fetch(new Request(URL_), 'script');
  await network.fetch(new Request(URL_), '');
  assert.deepEqual(
    journal.since('').map(({ at, id, ...entry }) => entry),
    [
      { method: 'GET', url: URL_, by: 'script', from: 'network', bytes: 3 },
      { method: 'GET', url: URL_, by: '', from: 'network', bytes: -1 },
    ],
  );
});

test('what fails is written down, too', async (t) => {
  const { journal, network } = networkOf();
  t.mock.method(globalThis, 'fetch', async () => {
    throw new TypeError('no network');
  });
  await assert.rejects(network.fetch(new Request(URL_), ''), /no network/);
  assert.equal(journal.since('')[0]?.from, 'failed');
});

test('where the user forbids the network nothing goes out', async (t) => {
  const { journal, offlineOnly, network } = networkOf();
  const fetch = t.mock.method(globalThis, 'fetch', async () => new Response());
  await offlineOnly.turn(true);
  await assert.rejects(network.fetch(new Request(URL_), ''), /switched off/);
  assert.equal(fetch.mock.callCount(), 0);
  assert.equal(journal.since('')[0]?.from, 'refused');
  await offlineOnly.turn(false);
  await network.fetch(new Request(URL_), '');
  assert.equal(fetch.mock.callCount(), 1);
});

for (const status of [200, 404]) {
  test(`an answer ${status} for a page is isolated, and else the same`, async (t) => {
    const { network } = networkOf();
    const answer = new Response('abc', { status, headers: { 'X-Own': 'kept' } });
    t.mock.method(globalThis, 'fetch', async () => answer);
    const passed = await network.pass(new Request(URL_));
    assert.equal(passed.status, status);
    assert.equal(passed.headers.get('X-Own'), 'kept');
    assert.equal(passed.headers.get('Cross-Origin-Embedder-Policy'), 'require-corp');
    assert.equal(await passed.text(), 'abc');
  });
}

for (const status of [204, 304]) {
  test(`an answer ${status} is passed on without the body that browsers give it`, async (t) => {
    const { network } = networkOf();
    const answer = { type: 'basic', status, headers: new Headers(), body: new ReadableStream() };
    t.mock.method(globalThis, 'fetch', async () => answer);
    const passed = await network.pass(new Request(URL_));
    assert.deepEqual([passed.status, passed.body], [status, null]);
  });
}

test('an opaque answer is passed on as it is', async (t) => {
  const { network } = networkOf();
  const answer = { type: 'opaque', headers: new Headers() };
  t.mock.method(globalThis, 'fetch', async () => answer);
  assert.equal(await network.pass(new Request('https://elsewhere.org/')), answer);
});

for (const [mode, redirect] of [
  ['navigate', 'manual'],
  ['cors', 'error'],
  ['no-cors', 'error'],
]) {
  test(`a request in the mode ${mode} follows no redirect to another site`, async (t) => {
    const { network } = networkOf();
    /** @type {any[]} */
    const asked = [];
    t.mock.method(globalThis, 'fetch', async (/** @type {Request} */ request, init = {}) => {
      asked.push({ redirect: request.redirect, ...init }.redirect);
      return new Response();
    });
    const own = mode === 'navigate' ? 'manual' : 'follow'; // as browsers make them
    await network.fetch(/** @type {any} */ ({ method: 'GET', url: URL_, mode, redirect: own }), '');
    assert.deepEqual(asked, [redirect]);
  });
}

test('what is written down is where the answer came from', async (t) => {
  const { journal, network } = networkOf();
  const url = 'https://elsewhere.org/a.js';
  t.mock.method(globalThis, 'fetch', async () => ({ url, headers: new Headers() }));
  await network.fetch(new Request(URL_), '');
  assert.equal(journal.since('')[0]?.url, url);
});

test('a switch that can not be read is as it was', async (t) => {
  const { offlineOnly } = networkOf();
  await offlineOnly.turn(true);
  t.mock.method(caches, 'match', async () => {
    throw new DOMException('', 'UnknownError');
  });
  assert.equal(await offlineOnly.on, true);
  assert.equal(await new OfflineOnly().on, false);
});

test('a switch that can not be stored is not turned', async (t) => {
  const { offlineOnly } = networkOf();
  t.mock.method(caches, 'open', async () => {
    throw new DOMException('', 'QuotaExceededError');
  });
  await assert.rejects(offlineOnly.turn(true), { name: 'QuotaExceededError' });
  assert.equal(await offlineOnly.on, false);
});
