import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { keepUnpacked, readUnpacked } from '../../../web/workers/unpacked-files.js';

const CACHE = 'models';
const CONTENTS = new Map([
  ['graph', new Uint8Array([1, 2, 3])],
  ['weights', new Uint8Array([4, 5])],
]);
const FILES = [
  ['graph', 3, '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81'],
  ['weights', 2, '2fa1b377bf67309f65e5e7bc9d924345ca648dec4e601a398a9cb497dcba3765'],
].map(([name, bytes, sha256]) => ({
  name: `${name}`,
  url: `https://example.org/unpacked/${sha256}`,
  bytes: Number(bytes),
  sha256: `${sha256}`,
}));

/** What is kept, by address. @type {Map<string, Uint8Array<ArrayBuffer>>} */
let kept;
/** @type {string[]} */
let warnings;
/** @type {string | null} */
let trouble;

beforeEach(() => {
  kept = new Map();
  warnings = [];
  trouble = null;
});

Object.assign(globalThis, {
  caches: {
    match: async (/** @type {string} */ url, /** @type {{cacheName: string}} */ { cacheName }) => {
      assert.equal(cacheName, CACHE);
      if (trouble) throw new Error(trouble);
      const data = kept.get(url);
      return data && new Response(data);
    },
    open: async () => ({
      put: async (/** @type {string} */ url, /** @type {Response} */ response) => {
        if (trouble) throw new Error(trouble);
        kept.set(url, await response.bytes());
      },
    }),
  },
});
console.warn = (text) => warnings.push(text);

test('what was kept is read again', async () => {
  await keepUnpacked(CACHE, FILES, new Map(CONTENTS));
  assert.deepEqual(await readUnpacked(CACHE, FILES), CONTENTS);
  assert.deepEqual(warnings, []);
});

test('what is given may be changed while it is being kept', async () => {
  const data = CONTENTS.get('graph')?.slice() ?? new Uint8Array();
  const keeping = keepUnpacked(CACHE, [FILES[0]], new Map([['graph', data]]));
  data.fill(0);
  await keeping;
  assert.deepEqual(await readUnpacked(CACHE, [FILES[0]]), new Map([...CONTENTS].slice(0, 1)));
});

test('one file that is missing makes it none', async () => {
  await keepUnpacked(CACHE, FILES, new Map(CONTENTS));
  kept.delete(FILES[1].url);
  assert.equal(await readUnpacked(CACHE, FILES), null);
  assert.deepEqual(warnings, [], 'that is usual');
});

test('one file that is damaged makes it none, and is told', async () => {
  await keepUnpacked(CACHE, FILES, new Map(CONTENTS));
  kept.set(FILES[1].url, new Uint8Array([4, 6]));
  assert.equal(await readUnpacked(CACHE, FILES), null);
  assert.match(warnings.join(), /weights can't be used/);
});

test('a disk that fails is told, and is no failure', async () => {
  trouble = 'no room';
  await keepUnpacked(CACHE, FILES, new Map(CONTENTS));
  assert.match(warnings.join(), /packed only: .*no room/);
  assert.equal(await readUnpacked(CACHE, FILES), null);
});
