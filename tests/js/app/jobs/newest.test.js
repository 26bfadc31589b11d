import assert from 'node:assert/strict';
import test from 'node:test';
import { Newest } from '../../../../web/app/jobs/newest.js';
import { START, pictureOf } from '../../../../web/app/state/state.js';
import { DEFAULTS } from '../../../../web/app/state/settings.js';
import { Store } from '../../../../web/app/state/store.js';

/** @typedef {import('../../../../web/app/state/state.js').State} State */

/** @param {number} count */
function pictures(count) {
  return Array.from({ length: count }, () => pictureOf(new File([], 'a.png'), DEFAULTS));
}

function shown() {
  const [old, ...drop] = pictures(3);
  const store = new Store(/** @type {State} */ ({ ...START, selected: old?.id ?? null }));
  const newest = new Newest(store);
  newest.came(drop);
  const [first = 0, second = 0] = drop.map(({ id }) => id);
  return { store, newest, old: old?.id ?? 0, first, second };
}

test('the first of a drop that is done is shown, in whatever order', () => {
  const { store, newest, first, second } = shown();
  newest.done(second);
  assert.equal(store.state.selected, second);
  newest.done(first);
  assert.equal(store.state.selected, second);
});

test('one of an earlier drop is not', () => {
  const { store, newest, old, first } = shown();
  const later = pictures(1);
  newest.came(later);
  newest.done(first);
  assert.equal(store.state.selected, old);
  newest.done(later[0]?.id ?? 0);
  assert.equal(store.state.selected, later[0]?.id);
});

test('who has chosen a picture meanwhile keeps it', () => {
  const { store, newest, old, first } = shown();
  newest.stay();
  newest.done(first);
  assert.equal(store.state.selected, old);
});

test('who touches up keeps the picture, also afterwards', () => {
  const { store, newest, old, first, second } = shown();
  store.set({ isTouching: true });
  newest.done(first);
  store.set({ isTouching: false });
  newest.done(second);
  assert.equal(store.state.selected, old);
});
