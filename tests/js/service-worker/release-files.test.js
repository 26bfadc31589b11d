import assert from 'node:assert/strict';
import test from 'node:test';
// first: scope.js reads it
import { SCOPE, caches } from './worker.js';
import { sha256 } from '../../../web/service-worker/digest.js';
import { Journal } from '../../../web/service-worker/request-log.js';
import { SiteFiles } from '../../../web/service-worker/release-files.js';

const HEADERS = { 'Cross-Origin-Opener-Policy': 'same-origin' };
const TEXTS = { 'index.html': 'page', 'assets/app.1.js': 'script', 'style.css?1': 'style' };

/** Instead of a file: the server is not to be reached. */
const NO_NETWORK = 'no network';

/** @param {string} text */
const bytesOf = (text) => new TextEncoder().encode(text).buffer;

/**
 * A release, and a network that has its files.
 *
 * @param {string} release
 * @param {Record<string, string>} [texts]
 */
async function filesOf(release, texts = TEXTS) {
  /** @type {Record<string, [number, string]>} */
  const files = {};
  for (const [name, text] of Object.entries(texts)) {
    const bytes = bytesOf(text);
    files[name] = [bytes.byteLength, await sha256(bytes)];
  }
  /** What the server has, by address. @type {Map<string, string>} */
  const server = new Map(
    Object.entries(texts).map(([name, text]) => [
      SCOPE + (name === 'index.html' ? '' : name),
      text,
    ]),
  );
  /** @type {[url: string, cache: string][]} */
  const asked = [];
  const network = {
    /** @param {Request} request */
    async fetch({ url, cache }) {
      asked.push([url.slice(SCOPE.length), cache]);
      const text = server.get(url);
      if (text === NO_NETWORK) throw new TypeError(text);
      return new Response(text ?? 'nothing', { status: text === undefined ? 404 : 200 });
    },
  };
  const journal = new Journal();
  const order = { version: '1.0.0', time: 0 };
  const build = { release, order, share: false, headers: HEADERS, files };
  return {
    files: new SiteFiles(build, /** @type {any} */ (network), journal),
    server,
    asked,
    journal,
  };
}

test.beforeEach(async () => {
  for (const name of await caches.keys()) await caches.delete(name);
});

test('a request is for the file that its address names', async () => {
  const { files } = await filesOf('1');
  /** @param {string} url */
  const nameOf = (url, mode = 'cors') => files.nameOf(/** @type {any} */ ({ url, mode }));
  assert.equal(nameOf(SCOPE, 'navigate'), 'index.html');
  assert.equal(nameOf(`${SCOPE}?shared#top`, 'navigate'), 'index.html');
  assert.equal(nameOf(`${SCOPE}style.css?1`), 'style.css?1');
  assert.equal(nameOf(`${SCOPE}style.css?2`), undefined);
  assert.equal(nameOf(`${SCOPE}assets/app.1.js#top`), 'assets/app.1.js');
  assert.equal(nameOf('https://example.org/index.html'), undefined);
  assert.equal(nameOf('https://elsewhere.org/offcut/assets/app.1.js'), undefined);
});

test('only addresses of the release are its files', async () => {
  const { files } = await filesOf('1');
  assert.equal(files.holds(`${SCOPE}assets/app.1.js`), true);
  assert.equal(files.holds(`${SCOPE}assets/app.2.js`), false);
  assert.equal(files.holds('https://elsewhere.org/offcut/assets/app.1.js'), false);
});

test('a complete release is answered from the device', async () => {
  const { files, server, journal } = await filesOf('1');
  assert.deepEqual(await files.missing(), Object.keys(TEXTS));
  await files.complete();
  assert.deepEqual(await files.missing(), []);
  server.clear();
  for (const [name, text] of Object.entries(TEXTS)) {
    const response = await files.respond(name, 'script');
    assert.equal(await response.text(), text);
    assert.equal(response.headers.get('Cross-Origin-Opener-Policy'), 'same-origin');
  }
  assert.deepEqual(
    journal.since('').map(({ url, from, bytes }) => [url, from, bytes]),
    [
      [SCOPE, 'device', 4],
      [`${SCOPE}assets/app.1.js`, 'device', 6],
      [`${SCOPE}style.css?1`, 'device', 5],
    ],
  );
  assert.deepEqual(await files.state(), {
    release: '1',
    files: 3,
    missing: 0,
    bytes: 15,
    room: true,
    readable: true,
  });
});

test('a file that is another than it should be is fetched once more, past the cache', async () => {
  const { files, server, asked } = await filesOf('1');
  server.set(`${SCOPE}assets/app.1.js`, 'scripT');
  await assert.rejects(files.respond('assets/app.1.js', 'script'), /not what it should be/);
  assert.deepEqual(asked, [
    ['assets/app.1.js', 'default'],
    ['assets/app.1.js', 'reload'],
  ]);
});

test('a page of another release is passed on, but not kept', async () => {
  const { files, server } = await filesOf('1');
  server.set(SCOPE, 'newer');
  assert.equal(await (await files.respond('index.html', 'document')).text(), 'newer');
  assert.ok((await files.missing()).includes('index.html'));
});

test('a release is there as a whole or not at all', async () => {
  const { files, server } = await filesOf('1');
  server.delete(`${SCOPE}style.css?1`);
  await assert.rejects(files.complete(), /style\.css\?1: the server answered 404/);
  assert.equal(await files.isComplete(), false);
});

test('a kept file that has gone bad is fetched anew', async () => {
  const { files, asked } = await filesOf('1');
  await files.complete();
  asked.length = 0;
  const cache = await caches.open(files.cacheName);
  await cache.put(`${SCOPE}assets/app.1.js`, new Response('sXript'));
  assert.equal(await (await files.respond('assets/app.1.js', 'script')).text(), 'script');
  assert.deepEqual(asked, [['assets/app.1.js', 'default']]);
  assert.deepEqual(await files.missing(), []);
});

test('a page is not answered from a device that lacks a part of it, unless it must', async () => {
  const { files, server, asked } = await filesOf('1');
  await files.respond('index.html', 'document');
  asked.length = 0;
  await files.respond('index.html', 'document');
  assert.deepEqual(asked, [['', 'no-cache']]);
  server.clear();
  assert.equal(await (await files.respond('index.html', 'document')).text(), 'page');
  server.set(SCOPE, NO_NETWORK);
  assert.equal(await (await files.respond('index.html', 'document')).text(), 'page');
});

test('what an older release has is taken over, not fetched', async () => {
  const older = await filesOf('1');
  await older.files.complete();
  const newer = await filesOf('2', { ...TEXTS, 'index.html': 'newer page' });
  await newer.files.complete();
  assert.deepEqual(
    newer.asked.map(([name]) => name),
    [''],
  );
  assert.deepEqual(await newer.files.missing(), []);
});

test('two that ask for one file at once have it fetched once', async () => {
  const { files, asked } = await filesOf('1');
  const responses = await Promise.all([1, 2].map(() => files.respond('assets/app.1.js', 'script')));
  const texts = await Promise.all(responses.map((response) => response.text()));
  assert.deepEqual(texts, ['script', 'script']);
  assert.equal(asked.length, 1);
});

test('where there is no room a file is used all the same', async (t) => {
  const { files } = await filesOf('1');
  t.mock.method(console, 'warn', () => {});
  const cache = await caches.open(files.cacheName);
  cache.put = async () => {
    throw new DOMException('', 'QuotaExceededError');
  };
  assert.equal(await (await files.respond('assets/app.1.js', 'script')).text(), 'script');
  assert.equal(files.room, false);
});

test('a release can be forgotten', async () => {
  const { files } = await filesOf('1');
  await files.complete();
  assert.equal(await files.isComplete(), true);
  await files.forget();
  assert.equal(await files.isComplete(), false);
});

for (const method of /** @type {const} */ (['open', 'keys', 'delete'])) {
  test(`a store of which ${method} fails is as good as empty, and that is told`, async (t) => {
    const { files } = await filesOf('1');
    t.mock.method(console, 'warn', () => {});
    t.mock.method(caches, method, async () => {
      throw new DOMException('', 'UnknownError');
    });
    assert.equal(await (await files.respond('index.html', 'document')).text(), 'page');
    assert.equal(await (await files.respond('assets/app.1.js', 'script')).text(), 'script');
    assert.equal((await files.state()).readable, method !== 'open');
  });
}

test('a release comes whole though an older one can not be read', async (t) => {
  const older = await filesOf('1');
  await older.files.complete();
  const newer = await filesOf('2');
  const { open } = caches;
  t.mock.method(caches, 'open', async (/** @type {string} */ name) => {
    if (name === older.files.cacheName) throw new DOMException('', 'UnknownError');
    return open(name);
  });
  await newer.files.complete();
  assert.deepEqual(await newer.files.missing(), []);
});
