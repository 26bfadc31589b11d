import assert from 'node:assert/strict';
import test from 'node:test';
import { answered } from '../../../../web/app/jobs/answer.js';
import { DEFAULTS } from '../../../../web/app/state/settings.js';
import { pictureOf } from '../../../../web/app/state/state.js';

/** @typedef {import('../../../../web/app/state/state.js').Picture} Picture */

const FILE = new Blob(['result']);
const MASK = new Blob(['mask']);
const LABELS = new Uint8Array(1);
const TWO = [
  { box: /** @type {const} */ ([0, 0, 9, 9]), share: 0.2 },
  { box: /** @type {const} */ ([20, 0, 29, 9]), share: 0.1 },
];
/** @type {any} */
const CUT = { file: FILE, mask: MASK, subjects: TWO, labels: LABELS, found: true, notes: [] };

/** @param {Partial<Picture>} [change] */
const picture = (change) => ({ ...pictureOf(new File([], 'a.png'), DEFAULTS), ...change });

test('what the network has seen is the mask, for what was made by hand before too', () => {
  const steps = /** @type {any} */ ([{ strokes: ['a'], mask: null }]);
  const asked = picture({ past: steps });
  const change = answered(asked, asked, CUT);
  assert.deepEqual(
    [change.state, change.result, change.mask, change.labels, change.isFresh],
    ['done', FILE, MASK, LABELS, true],
  );
  assert.deepEqual([change.past?.[0]?.mask, change.past?.[0]?.strokes], [MASK, ['a']]);
});

test('a file that has all subjects is not fresh where some were to go', () => {
  const asked = picture({ subjects: /** @type {any} */ (TWO), chosen: [1] });
  const change = answered(asked, asked, CUT);
  assert.deepEqual([change.chosen, change.isFresh], [[1], false]);
});

test('a mask that was given stays the object that it was', () => {
  const asked = picture({ mask: new Blob(['given']) });
  const change = answered(asked, asked, CUT);
  assert.ok(!('mask' in change));
  assert.equal(change.subjects, TWO);
});

test('an answer that comes after a pick brings neither its mask nor its subjects', () => {
  const asked = picture({ mask: new Blob(['given']) });
  const change = answered(asked, picture({ mask: new Blob(['picked']) }), CUT);
  assert.ok(!('mask' in change) && !('subjects' in change));
  assert.equal(change.isFresh, false);
});
