import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { Sessions } from '../../../web/workers/sessions.js';

/** What is kept, by address. @type {Map<string, Uint8Array<ArrayBuffer>>} */
let kept;
/** What happened to sessions, in order. @type {string[]} */
let happened;
/** @type {Sessions} */
let sessions;

Object.assign(globalThis, {
  caches: {
    match: async (/** @type {string} */ url) =>
      kept.has(url) ? new Response(kept.get(url)) : undefined,
    open: async () => ({
      put: async (/** @type {string} */ url, /** @type {Response} */ response) => {
        kept.set(url, await response.bytes());
      },
    }),
  },
});

beforeEach(() => {
  kept = new Map();
  happened = [];
  sessions = new Sessions(async (graph, contents) => {
    happened.push(`create ${graph} of ${contents.get(graph)}`);
    const release = async () => happened.push(`release ${graph}`);
    return /** @type {any} */ ({ graph, release });
  });
});

/** Files of a model, whose one has one byte. @param {number} byte */
async function wanted(byte) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.of(byte)));
  const sha256 = [...digest].map((each) => each.toString(16).padStart(2, '0')).join('');
  const files = [{ name: `graph-${byte}`, url: `https://example.org/${byte}`, bytes: 1, sha256 }];
  return { cache: 'models', files };
}

/** @param {number} byte */
async function load(byte) {
  const contents = new Map([[`graph-${byte}`, Uint8Array.of(byte)]]);
  return /** @type {any} */ (await sessions.load(`graph-${byte}`, contents)).graph;
}

/** Let all go on that can. */
async function settle() {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setTimeout(resolve));
}

test('what is kept is expected, taken and used, and created once', async () => {
  kept.set('https://example.org/1', Uint8Array.of(1));
  sessions.expect({ kind: 'expect', ...(await wanted(1)) });
  assert.equal(await sessions.take({ kind: 'take', ...(await wanted(1)) }), true);
  assert.equal(await load(1), 'graph-1');
  assert.deepEqual(happened, ['create graph-1 of 1']);
});

test('what is missing is created of what is sent, and then kept', async () => {
  assert.equal(await sessions.take({ kind: 'take', ...(await wanted(1)) }), false);
  assert.equal(await load(1), 'graph-1');
  await settle();
  assert.deepEqual(kept.get('https://example.org/1'), Uint8Array.of(1));
});

test('what was only expected is not kept: it may be large', async () => {
  assert.equal(await sessions.expect({ kind: 'expect', ...(await wanted(1)) }), false);
  assert.equal(await load(1), 'graph-1');
  await settle();
  assert.equal(kept.size, 0);
});

test('a session that was begun for another model is given back, and not used', async () => {
  kept.set('https://example.org/1', Uint8Array.of(1));
  await sessions.expect({ kind: 'expect', ...(await wanted(1)) });
  assert.equal(await load(2), 'graph-2');
  assert.deepEqual(happened, ['create graph-1 of 1', 'release graph-1', 'create graph-2 of 2']);
});

test('of a model that is still being read when another is loaded, nothing comes', async () => {
  kept.set('https://example.org/1', Uint8Array.of(1));
  const expected = sessions.expect({ kind: 'expect', ...(await wanted(1)) });
  assert.equal(await load(2), 'graph-2');
  assert.equal(await expected, false);
  assert.deepEqual(happened, ['create graph-2 of 2']);
});
