import assert from 'node:assert/strict';
import test from 'node:test';
import { checkOptions } from '../../../web/engine/check-options.js';
import { OffcutError } from '../../../web/engine/errors.js';
import { nameOf, toTransferable } from '../../../web/engine/source.js';

Object.defineProperty(globalThis, 'location', {
  configurable: true,
  value: { href: 'https://example.org/app/' },
});

for (const [source, expected] of /** @type {[any, string][]} */ ([
  [new File([], 'cat.png'), 'cat.png'],
  [new File([], ''), 'The picture'],
  [new Blob([]), 'The picture'],
  [new Uint8Array(3), 'The picture'],
  ['samples/cat.png?size=3#top', 'cat.png'],
  [new URL('https://example.org/a%20b.png'), 'a b.png'],
  ['https://example.org/100%.png', '100%.png'],
  ['https://example.org/', 'The picture'],
  ['data:image/png;base64,AAAA', 'The picture'],
  ['https://', 'The picture'],
])) {
  test(`${Object.prototype.toString.call(source)} ${source.name ?? source} is ${expected}`, () => {
    assert.equal(nameOf(source), expected);
  });
}

/** @param {unknown} blob */
async function bytesOf(blob) {
  assert.ok(blob instanceof Blob);
  return [...new Uint8Array(await blob.arrayBuffer())];
}

test('a Blob goes to the worker as it is', async () => {
  const blob = new Blob(['a']);
  assert.equal(await toTransferable(blob), blob);
});

test('of a view of a buffer only what is in view is taken', async () => {
  const { buffer } = new Uint8Array([1, 2, 3, 4]);
  assert.deepEqual(await bytesOf(await toTransferable(buffer)), [1, 2, 3, 4]);
  assert.deepEqual(await bytesOf(await toTransferable(new Uint8Array(buffer, 1, 2))), [2, 3]);
  assert.deepEqual(await bytesOf(await toTransferable(new DataView(buffer, 3))), [4]);
});

test('what a URL names is fetched', async (t) => {
  t.mock.method(globalThis, 'fetch', async () => new Response(new Uint8Array([5, 6])));
  assert.deepEqual(await bytesOf(await toTransferable('cat.png')), [5, 6]);
});

test('a URL that can not be fetched is told with the reason', async (t) => {
  const failure = (/** @type {string} */ reason) => ({
    name: 'SourceError',
    code: 'source-not-fetched',
    params: { url: 'cat.png', reason },
    message: `cat.png could not be fetched: ${reason}.`,
  });
  const fetch = t.mock.method(globalThis, 'fetch', async () => new Response('', { status: 404 }));
  await assert.rejects(toTransferable('cat.png'), failure('the server answered 404'));
  fetch.mock.mockImplementation(async () => {
    throw new TypeError('no network');
  });
  await assert.rejects(toTransferable('cat.png'), failure('no network'));
});

test('a fetch that was cancelled ends with the reason of its signal', async (t) => {
  const controller = new AbortController();
  t.mock.method(globalThis, 'fetch', async () => {
    controller.abort(new Error('not any more'));
    throw new TypeError('cancelled');
  });
  await assert.rejects(toTransferable('cat.png', controller.signal), { message: 'not any more' });
});

test('what is no picture at all is refused', async () => {
  await assert.rejects(toTransferable(/** @type {any} */ (3)), OffcutError);
  await assert.rejects(toTransferable(/** @type {any} */ (3)), { name: 'SourceError' });
});

test('pixels are taken with 8 bits only', async () => {
  class ImageData {
    [Symbol.toStringTag] = 'ImageData';
    /** @param {ArrayBufferView} data */
    constructor(data) {
      this.data = data;
    }
  }
  const pixels = /** @type {any} */ (new ImageData(new Uint8ClampedArray(4)));
  assert.equal(await toTransferable(pixels), pixels);
  const deep = /** @type {any} */ (new ImageData(new Uint16Array(4)));
  await assert.rejects(toTransferable(deep), { name: 'SourceError', code: 'source-deep' });
});

/**
 * An object as another frame has it: of the browser's class, but of no class of this one.
 *
 * @template {object} T
 * @param {T} value
 * @returns {T}
 */
function fromElsewhere(value) {
  const members = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(value));
  const parent = Object.getPrototypeOf(Object.getPrototypeOf(value));
  const inherited = parent === Object.prototype ? {} : Object.getOwnPropertyDescriptors(parent);
  return Object.setPrototypeOf(value, Object.create(null, { ...inherited, ...members }));
}

test('what another frame has made is taken as well', async (t) => {
  const file = fromElsewhere(new File(['a'], 'cat.png'));
  assert.ok(!(file instanceof Blob));
  assert.equal(await toTransferable(file), file);
  assert.equal(nameOf(file), 'cat.png');
  const blob = fromElsewhere(new Blob(['a']));
  assert.equal(await toTransferable(blob), blob);
  checkOptions({ mask: blob, output: { background: blob } });
  const buffer = fromElsewhere(new Uint8Array([1, 2]).buffer);
  assert.ok(!(buffer instanceof ArrayBuffer));
  assert.deepEqual(await bytesOf(await toTransferable(buffer)), [1, 2]);
  t.mock.method(globalThis, 'fetch', async () => new Response(new Uint8Array([5, 6])));
  const url = fromElsewhere(new URL('https://example.org/dog.png'));
  assert.equal(nameOf(url), 'dog.png');
  assert.deepEqual(await bytesOf(await toTransferable(url)), [5, 6]);
});

for (const nothing of ['', ' \n']) {
  test(`an empty address is not the page's own: ${JSON.stringify(nothing)}`, async (t) => {
    const fetch = t.mock.method(globalThis, 'fetch', async () => new Response('<html>'));
    await assert.rejects(toTransferable(nothing), { name: 'SourceError', code: 'source-empty' });
    assert.equal(fetch.mock.callCount(), 0);
  });
}
