import assert from 'node:assert/strict';
import test from 'node:test';
// first: scope.js reads it
import { SCOPE } from './worker.js';
import { SharedPictures } from '../../../web/service-worker/share-target.js';

/**
 * @param {SharedPictures} shared
 * @param {{origin?: string, files?: File[]}} [change]
 */
async function share(shared, { origin = 'null', files = [] } = {}) {
  const form = new FormData();
  for (const file of files) form.append('pictures', file);
  form.append('pictures', new File(['a'], 'a.png'));
  form.append('pictures', 'no file');
  form.append('title', 'Holiday');
  form.append('pictures', new File(['b'], 'b.png'));
  /** @type {Promise<unknown>[]} */
  const waiting = [];
  const request = new Request(`${SCOPE}share`, {
    method: 'POST',
    body: form,
    headers: { Origin: origin },
  });
  const event = {
    request,
    waitUntil: (/** @type {Promise<unknown>} */ work) => waiting.push(work),
  };
  const response = await shared.receive(/** @type {any} */ (event));
  return { response, waiting };
}

test('only what is posted to the share sheet’s address is a share', () => {
  const shared = new SharedPictures(true);
  const share = { method: 'POST', mode: 'navigate', url: `${SCOPE}share` };
  /** @param {object} change */
  const isShare = (change) => shared.isShare(/** @type {any} */ ({ ...share, ...change }));
  assert.equal(isShare({}), true);
  for (const change of [{ method: 'GET' }, { mode: 'cors' }, { url: `${SCOPE}shares` }]) {
    assert.equal(isShare(change), false);
  }
});

test('shared pictures are handed over once, and the worker lives until then', async () => {
  const shared = new SharedPictures(true);
  const { response, waiting } = await share(shared);
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('Location'), `${SCOPE}?shared`);
  let isOver = false;
  const over = Promise.all(waiting).then(() => (isOver = true));
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(isOver, false);
  assert.deepEqual(
    shared.take().map(({ name }) => name),
    ['a.png', 'b.png'],
  );
  await over;
  assert.deepEqual(shared.take(), []);
});

test('pictures that no page takes are let go after a minute', async (t) => {
  /** @type {[callback: () => void, milliseconds: number][]} */
  const timers = [];
  t.mock.method(globalThis, 'setTimeout', (/** @type {() => void} */ callback, delay = 0) => {
    timers.push([callback, delay]);
  });
  const shared = new SharedPictures(true);
  const { waiting } = await share(shared);
  const [callback, milliseconds] = timers.find(([, delay]) => delay > 1000) ?? [];
  assert.equal(milliseconds, 60_000);
  callback?.();
  await Promise.all(waiting);
  assert.deepEqual(shared.take(), []);
});

test('a form of another site is not taken', async () => {
  const shared = new SharedPictures(true);
  const { response } = await share(shared, { origin: 'https://elsewhere.org' });
  assert.equal(response.headers.get('Location'), `${SCOPE}?shared`);
  assert.deepEqual(shared.take(), []);
  await share(shared, { origin: new URL(SCOPE).origin });
  assert.equal(shared.take().length, 2);
});

test('no more than a hundred pictures are held, however many forms come', async () => {
  const shared = new SharedPictures(true);
  const files = Array.from({ length: 70 }, (_, index) => new File(['x'], `${index}.png`));
  const first = await share(shared, { files });
  await share(shared, { files });
  await Promise.all(first.waiting); // whose place the second has taken
  assert.equal(shared.take().length, 100);
});

test('no more than 500 MB are held', async () => {
  const shared = new SharedPictures(true);
  const large = new File(['x'], 'large.png');
  const form = { getAll: () => [large, large, new File(['y'], 'small.png')] };
  Object.defineProperty(large, 'size', { value: 300e6 });
  const request = { headers: new Headers(), formData: async () => form };
  await shared.receive(/** @type {any} */ ({ request, waitUntil() {} }));
  assert.deepEqual(
    shared.take().map(({ name }) => name),
    ['large.png', 'small.png'],
  );
});

test('where sharing is not wanted nothing is taken, and nothing goes to the host', async () => {
  const shared = new SharedPictures(false);
  const { response } = await share(shared);
  assert.equal(response.headers.get('Location'), `${SCOPE}?shared`);
  assert.deepEqual(shared.take(), []);
});
