import assert from 'node:assert/strict';
import test, { afterEach, beforeEach } from 'node:test';
import { ModelPrefetch } from '../../../web/workers/model-prefetch.js';

const HOME = 'https://example.org/models/';
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const PARTS = NAMES.map((path) => ({ path, url: HOME + path }));
const BYTES = new Uint8Array([1, 2, 3]);

/** What is kept, by address. @type {Map<string, Uint8Array>} */
let kept;
/** Names of the locks that are held. @type {Set<string>} */
let held;
/** Requests by path, each with the way to answer it. @type {Map<string, any>} */
let asked;
let isFull = false;
/** @type {ModelPrefetch} */
let prefetch;
/** Models that were said to be asked for. @type {(string | undefined)[]} */
let expected;

beforeEach(() => {
  kept = new Map();
  held = new Set();
  asked = new Map();
  isFull = false;
  expected = [];
});

afterEach(() => prefetch.stop());

const cache = {
  match: async (/** @type {string} */ url) => kept.get(url),
  put: async (/** @type {string} */ url, /** @type {Response} */ response) => {
    const bytes = await response.bytes();
    if (isFull) throw new DOMException('no room', 'QuotaExceededError');
    kept.set(url, bytes);
  },
};
const locks = {
  request: async (
    /** @type {string} */ name,
    /** @type {{ifAvailable: boolean}} */ { ifAvailable },
    /** @type {(lock: object | null) => Promise<void>} */ work,
  ) => {
    assert(ifAvailable);
    if (held.has(name)) return work(null);
    held.add(name);
    return work({}).finally(() => held.delete(name));
  },
};
Object.assign(globalThis, {
  caches: {
    open: async (/** @type {string} */ name) => {
      assert.equal(name, 'models');
      return cache;
    },
  },
  fetch: (
    /** @type {string} */ url,
    /** @type {RequestInit} */ { signal, cache: mode, redirect },
  ) =>
    new Promise((resolve, reject) => {
      assert.equal(mode, 'no-store');
      assert.equal(redirect, 'error');
      signal?.addEventListener('abort', () => reject(signal.reason));
      asked.set(url.slice(HOME.length), { resolve, reject, signal });
    }),
});
Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });

/** @param {number} [stalled] seconds */
function begin(stalled = 30) {
  let news = 0;
  prefetch = new ModelPrefetch(
    { cacheName: 'models', findParts: async () => [...PARTS], stalled },
    () => (news += 1),
    (model) => expected.push(model),
  );
  return () => news;
}

/** Let everything go on that can. */
async function settle() {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setTimeout(resolve));
}

/** @param {string} path */
async function answer(path, response = new Response(BYTES)) {
  asked.get(path).resolve(response);
  await settle();
}

test('parts are fetched four at a time, in their order, and kept as they came', async () => {
  const news = begin();
  prefetch.heed({ kind: 'cut-out', id: 1 });
  await settle();
  assert.deepEqual([...asked.keys()], ['a', 'b', 'c', 'd']);
  await answer('b');
  assert.deepEqual(kept.get(`${HOME}b`), BYTES);
  assert.deepEqual([...asked.keys()], ['a', 'b', 'c', 'd', 'e']);
  assert.equal(prefetch.loaded.get('b'), BYTES.length);
  assert.equal(news(), 1);
});

test('nothing is fetched for a call that needs no model', async () => {
  begin();
  prefetch.heed({ kind: 'cut-out', id: 1, mask: new Blob() });
  prefetch.heed({ kind: 'original', id: 2 });
  await settle();
  assert.equal(asked.size, 0);
});

test('what is kept, and what another tab fetches, is left alone', async () => {
  kept.set(`${HOME}a`, BYTES);
  held.add('models c');
  begin();
  prefetch.heed({ kind: 'preload', id: 1 });
  await settle();
  assert.deepEqual([...asked.keys()], ['b', 'd', 'e', 'f']);
});

test('each part is locked from its request until it is kept', async () => {
  begin();
  prefetch.heed({ kind: 'preload', id: 1 });
  await settle();
  assert(held.has('models a'));
  await answer('a');
  assert(!held.has('models a'));
});

for (const [name, spoil] of /** @type {[string, () => void][]} */ ([
  ['a refusal', () => asked.get('a').resolve(new Response('gone', { status: 404 }))],
  ['a broken connection', () => asked.get('a').reject(new TypeError('Failed to fetch'))],
])) {
  test(`after ${name} the part is Python's, and the others go on`, async () => {
    begin();
    prefetch.heed({ kind: 'preload', id: 1 });
    await settle();
    spoil();
    await settle();
    assert(!kept.has(`${HOME}a`));
    assert(!held.has('models a'));
    assert(asked.has('e'));
  });
}

test('a part for which there is no room counts as nothing', async () => {
  isFull = true;
  begin();
  prefetch.heed({ kind: 'preload', id: 1 });
  await settle();
  await answer('a');
  assert.equal(prefetch.loaded.get('a'), 0);
  assert(!held.has('models a'));
});

test('a silent host is given up', async () => {
  begin(0.01);
  prefetch.heed({ kind: 'preload', id: 1 });
  await settle();
  await new Promise((resolve) => setTimeout(resolve, 30));
  await settle();
  assert(asked.get('a').signal.aborted);
  assert(!held.has('models a'));
});

test('when the last call that wants it is cancelled, all ends; a new one begins anew', async () => {
  begin();
  prefetch.heed({ kind: 'cut-out', id: 1 });
  prefetch.heed({ kind: 'cut-out', id: 2 });
  await settle();
  const first = asked.get('a').signal;
  prefetch.heed({ kind: 'cancel', id: 1 });
  assert(!first.aborted);
  prefetch.heed({ kind: 'cancel', id: 2 });
  await settle();
  assert(first.aborted);
  assert.equal(held.size, 0);
  asked.clear();
  prefetch.heed({ kind: 'cut-out', id: 3 });
  await settle();
  assert.deepEqual([...asked.keys()], ['a', 'b', 'c', 'd']);
});

test('once Python is there, what is under way goes on and nothing is begun', async () => {
  begin();
  /** @type {[string, number][]} */
  const told = [];
  prefetch.heed({ kind: 'cut-out', id: 1 });
  await settle();
  prefetch.handOver();
  prefetch.onprogress = (path, bytes) => told.push([path, bytes]);
  await answer('a');
  assert.deepEqual(told, [['a', 3]]);
  assert(kept.has(`${HOME}a`));
  assert.deepEqual([...asked.keys()], ['a', 'b', 'c', 'd']);
});

test('a host that drips is given up in the end', async (t) => {
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  begin();
  prefetch.heed({ kind: 'preload', id: 1 });
  await settle();
  const { readable, writable } = new TransformStream();
  const drip = writable.getWriter();
  await answer('a', new Response(readable));
  for (now of [100_000, 299_000]) {
    drip.write(BYTES);
    await settle();
    assert(!asked.get('a').signal.aborted);
  }
  now = 300_100;
  drip.write(BYTES);
  await settle();
  assert(asked.get('a').signal.aborted);
  drip.close().catch(() => {}); // or its timer would keep the tests waiting
});

test('the model that is asked for is said once, unless memory matters more than time', async () => {
  begin();
  prefetch.heed({ kind: 'cut-out', id: 1, model: 'a' });
  prefetch.heed({ kind: 'cut-out', id: 2, model: 'a' });
  assert.deepEqual(expected, ['a']);
  prefetch.stop();
  begin();
  prefetch.heed({ kind: 'cut-out', id: 1, model: 'b', small: true });
  prefetch.heed({ kind: 'original', id: 2 });
  assert.deepEqual(expected, ['a']);
});
