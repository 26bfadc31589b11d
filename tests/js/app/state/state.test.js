import assert from 'node:assert/strict';
import test from 'node:test';
import { START, pictureOf, selectedOf, update } from '../../../../web/app/state/state.js';
import { DEFAULTS } from '../../../../web/app/state/settings.js';
import { Store } from '../../../../web/app/state/store.js';

const pictures = ['a.png', 'a.png'].map((name) => pictureOf(new File([], name), DEFAULTS));
const [first, second] = pictures;

test('each picture has an id of its own, and waits', () => {
  assert.notEqual(first?.id, second?.id);
  assert.equal(first?.name, 'a.png');
  assert.equal(first?.state, 'waiting');
});

test('the selected picture is found, if there is one', () => {
  assert.equal(selectedOf({ ...START, pictures, selected: second?.id ?? null }), second);
  assert.equal(selectedOf({ ...START, pictures }), undefined);
});

test('a change of one picture leaves the others the same objects', () => {
  /** @type {import('../../../../web/app/state/state.js').State} */
  const state = { ...START, pictures };
  const store = new Store(state);
  update(store, second?.id ?? 0, { state: 'done' });
  const [one, other] = store.state.pictures;
  assert.equal(one, first);
  assert.deepEqual(other, { ...second, state: 'done' });
});
