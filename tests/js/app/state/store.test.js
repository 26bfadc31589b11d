import assert from 'node:assert/strict';
import test from 'node:test';
import { Store } from '../../../../web/app/state/store.js';

test('a watcher is told the state at once, and before and after each change', () => {
  const store = new Store({ a: 1, b: 2 });
  /** @type {unknown[]} */
  const told = [];
  store.watch((state, before) => told.push([state.a, before.a]));
  store.set({ a: 3 });
  assert.deepEqual(told, [
    [1, 1],
    [3, 1],
  ]);
  assert.deepEqual(store.state, { a: 3, b: 2 });
});

test('a state is replaced, never changed', () => {
  const store = new Store({ a: 1 });
  const { state } = store;
  store.set({ a: 2 });
  assert.deepEqual(state, { a: 1 });
});

test('who ends watching is told no more', () => {
  const store = new Store({ a: 1 });
  let count = 0;
  const end = store.watch(() => (count += 1));
  end();
  store.set({ a: 2 });
  assert.equal(count, 1);
});
