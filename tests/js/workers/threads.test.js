import assert from 'node:assert/strict';
import test, { afterEach } from 'node:test';
import { countThreads } from '../../../web/workers/threads.js';

const NAMES = ['crossOriginIsolated', 'SharedArrayBuffer', 'navigator'];
const before = NAMES.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));

afterEach(() => {
  for (const [at, name] of NAMES.entries()) {
    Reflect.deleteProperty(globalThis, name);
    const own = before[at];
    if (own) Object.defineProperty(globalThis, name, own);
  }
});

/** @param {Record<string, unknown>} values of globals; undefined for one that is missing */
function has(values) {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
}

test('an isolated page has as many threads as cores, eight at most', () => {
  for (const [cores, threads] of [
    [1, 1],
    [4, 4],
    [64, 8],
  ]) {
    has({ crossOriginIsolated: true, navigator: { hardwareConcurrency: cores } });
    assert.equal(countThreads(0), threads);
  }
});

test('no more threads than are allowed', () => {
  has({ crossOriginIsolated: true, navigator: { hardwareConcurrency: 4 } });
  assert.equal(countThreads(1), 1);
  assert.equal(countThreads(3), 3);
});

test('a page that is not isolated has one thread', () => {
  has({ crossOriginIsolated: false, navigator: { hardwareConcurrency: 4 } });
  assert.equal(countThreads(0), 1);
});

test('an isolated page without SharedArrayBuffer has one thread', () => {
  has({
    crossOriginIsolated: true,
    SharedArrayBuffer: undefined,
    navigator: { hardwareConcurrency: 4 },
  });
  assert.equal(countThreads(0), 1);
});

test('a browser that keeps its number of cores to itself has one thread', () => {
  has({ crossOriginIsolated: true, navigator: {} });
  assert.equal(countThreads(0), 1);
});
