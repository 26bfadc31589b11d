import assert from 'node:assert/strict';
import test from 'node:test';
// first: scope.js reads it
import { SCOPE } from './worker.js';
import { Journal } from '../../../web/service-worker/request-log.js';
import { locked } from '../../../web/service-worker/offline-page.js';
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
    journal.entries.map(({ at, ...entry }) => entry),
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
  assert.equal(journal.entries[0]?.from, 'failed');
});

test('where the user forbids the network nothing goes out', async (t) => {
  const { journal, offlineOnly, network } = networkOf();
  const fetch = t.mock.method(globalThis, 'fetch', async () => new Response());
  await offlineOnly.turn(true);
  await assert.rejects(network.fetch(new Request(URL_), ''), /switched off/);
  assert.equal(fetch.mock.callCount(), 0);
  assert.equal(journal.entries[0]?.from, 'refused');
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

test('the journal does not grow for ever', () => {
  const { journal } = networkOf();
  for (let index = 0; index < 2010; index += 1) {
    journal.note({ method: 'GET', url: String(index), by: '', from: 'device', bytes: 0 });
  }
  assert.equal(journal.entries.length, 2000);
  assert.equal(journal.entries[0]?.url, '10');
});

test('a page that can not be opened offers the network again', async () => {
  const { offlineOnly } = networkOf();
  await offlineOnly.turn(true);
  const page = await locked(new Request(SCOPE), offlineOnly, HEADERS);
  assert.equal(page?.status, 503);
  assert.equal(page?.headers.get('Cross-Origin-Embedder-Policy'), 'require-corp');
  const link = /href="(.+?)"/.exec((await page?.text()) ?? '')?.[1] ?? '';
  assert.equal(await offlineOnly.on, true);
  const unlocked = await locked(new Request(new URL(link, SCOPE)), offlineOnly, HEADERS);
  assert.equal(unlocked, null);
  assert.equal(await offlineOnly.on, false);
});
