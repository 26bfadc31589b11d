import assert from 'node:assert/strict';
import test from 'node:test';
import { WatchedWorker } from '../../../web/engine/watched-worker.js';

/** As much of a Worker as is used. */
class FakeWorker {
  /** @type {((event: any) => void) | null} */
  onmessage = null;
  /** @type {((event: any) => void) | null} */
  onerror = null;
  /** @type {unknown[]} */
  told = [];
  isTerminated = false;

  /** @param {unknown} message */
  postMessage(message) {
    this.told.push(message);
  }

  terminate() {
    this.isTerminated = true;
  }

  /** @param {string} kind */
  say(kind) {
    this.onmessage?.({ data: { kind } });
  }
}

/** Longer than the patience has grown by the end of this file. */
const LONG = 10_000_000;

function begin() {
  /** @type {FakeWorker[]} */
  const workers = [];
  const spawn = () => {
    workers.push(new FakeWorker());
    return /** @type {Worker} */ (/** @type {unknown} */ (workers.at(-1)));
  };
  return { worker: new WatchedWorker(spawn, 'ready'), workers };
}

/**
 * @param {import('node:test').TestContext} context
 * @param {FakeWorker[]} workers grows when one is given up
 * @returns {number} how long that took, in ms
 */
function untilAnother(context, workers) {
  const { length } = workers;
  let waited = 0;
  for (; workers.length === length; waited += 1000) context.mock.timers.tick(1000);
  return waited;
}

test('a silent worker is begun again, later and later, and told the same', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { worker, workers } = begin();
  worker.postMessage('start');
  worker.watch();
  worker.postMessage('work');
  context.mock.timers.tick(19_999);
  assert.equal(workers.length, 1);
  context.mock.timers.tick(1);
  assert.equal(workers.length, 2);
  assert(workers[0]?.isTerminated);
  assert.deepEqual(workers[1]?.told, ['start', 'work']);
  context.mock.timers.tick(39_999);
  assert.equal(workers.length, 2);
  context.mock.timers.tick(1);
  assert.equal(workers.length, 3);
  worker.terminate();
});

test('a worker at work gets three times as long for its next word', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { worker, workers } = begin();
  worker.watch();
  const patience = untilAnother(context, workers);
  workers[1]?.say('alive');
  assert.equal(untilAnother(context, workers), 3 * 2 * patience);
  assert.equal(untilAnother(context, workers), 4 * patience); // of this one nothing was heard
  worker.terminate();
});

test('any message is a sign of life', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { worker, workers } = begin();
  worker.watch();
  for (let second = 0; second < 300; second += 1) {
    context.mock.timers.tick(1000);
    workers[0]?.say('alive');
  }
  assert.equal(workers.length, 1);
  worker.terminate();
});

test('once it is ready it may be silent, and what it was told is forgotten', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { worker, workers } = begin();
  /** @type {string[]} */
  const heard = [];
  worker.onmessage = ({ data }) => heard.push(data.kind);
  worker.watch();
  worker.postMessage('start');
  workers[0]?.say('ready');
  context.mock.timers.tick(LONG);
  assert.equal(workers.length, 1);
  assert.deepEqual(heard, ['ready']);
});

test('nobody waits for a worker that is not watched, has failed or was ended', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const unwatched = begin();
  const failed = begin();
  const ended = begin();
  failed.worker.watch();
  failed.workers[0]?.onerror?.({});
  ended.worker.watch();
  ended.worker.terminate();
  context.mock.timers.tick(LONG);
  for (const { workers } of [unwatched, failed, ended]) assert.equal(workers.length, 1);
  assert(ended.workers[0]?.isTerminated);
});

test('an error is told, and known to whoever comes later', () => {
  const { worker, workers } = begin();
  /** @type {unknown[]} */
  const told = [];
  worker.onerror = (event) => told.push(event);
  workers[0]?.onerror?.('error');
  assert.deepEqual(told, ['error']);
  assert(worker.broken);
});

test('a worker that was ended says nothing more', () => {
  const { worker, workers } = begin();
  worker.onmessage = () => assert.fail();
  worker.terminate();
  workers[0]?.say('late');
});

/**
 * Locks as a browser has them, of workers that live for now.
 *
 * @param {import('node:test').TestContext} context
 */
function locks(context) {
  /** @type {Map<string, {grant: () => void, signal: AbortSignal}>} */
  const asked = new Map();
  const request = (
    /** @type {string} */ name,
    /** @type {any} */ { signal },
    /** @type {any} */ grant,
  ) => {
    asked.set(name, { grant, signal });
    return new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason)),
    );
  };
  const { navigator } = globalThis;
  Object.defineProperty(globalThis, 'navigator', {
    value: { locks: { request } },
    configurable: true,
  });
  context.after(() =>
    Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true }),
  );
  return asked;
}

test('the end of a worker is an error of it, once it was ready', (context) => {
  const asked = locks(context);
  const { worker, workers } = begin();
  /** @type {string[]} */
  const told = [];
  worker.onerror = ({ message }) => told.push(message);
  workers[0]?.onmessage?.({ data: { kind: 'lock', name: 'one' } });
  workers[0]?.say('ready');
  assert.deepEqual(told, []);
  asked.get('one')?.grant();
  assert.deepEqual(told, ['it was ended']);
  assert(worker.broken);
});

test('a worker that ends before it is ready is begun again, three times', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const asked = locks(context);
  const { worker, workers } = begin();
  /** @type {string[]} */
  const told = [];
  worker.onmessage = () => assert.fail('a lock is nobody else’s business');
  worker.onerror = ({ message }) => told.push(message);
  worker.postMessage('start');
  for (let at = 0; at < 4; at += 1) {
    assert.equal(workers.length, at + 1);
    workers[at]?.onmessage?.({ data: { kind: 'lock', name: `${at}` } });
    asked.get(`${at}`)?.grant();
  }
  assert.equal(workers.length, 4);
  assert.deepEqual(workers[3]?.told, ['start']);
  assert.deepEqual(told, ['it was ended']);
  worker.terminate();
});

test('nobody waits for the lock of a worker that was ended on purpose', (context) => {
  const asked = locks(context);
  const { worker, workers } = begin();
  worker.onerror = () => assert.fail();
  workers[0]?.onmessage?.({ data: { kind: 'lock', name: 'one' } });
  worker.terminate();
  assert(asked.get('one')?.signal.aborted);
  asked.get('one')?.grant();
});

test('a message that can not be read is an error', () => {
  const { worker, workers } = begin();
  /** @type {string[]} */
  const told = [];
  worker.onerror = ({ message }) => told.push(message);
  /** @type {any} */ (workers[0]).onmessageerror();
  assert.deepEqual(told, ['its message could not be read']);
});
