import assert from 'node:assert/strict';
import test from 'node:test';
import {
  isHopeless,
  isMendable,
  isPending,
  isUnsaved,
  lacksMasks,
} from '../../../../web/app/jobs/rules.js';
import { pictureOf } from '../../../../web/app/state/state.js';
import { DEFAULTS } from '../../../../web/app/state/settings.js';

const picture = pictureOf(new File([], 'a.png'), DEFAULTS);

for (const [state, isFresh, expected] of /** @type {const} */ ([
  ['waiting', false, true],
  ['working', false, true],
  ['done', false, true],
  ['done', true, false],
  ['failed', false, false],
  ['cancelled', false, false],
])) {
  test(`a picture that is ${state}${isFresh ? ' and fresh' : ''} is pending: ${expected}`, () => {
    assert.equal(isPending({ ...picture, state, isFresh }), expected);
  });
}

for (const [name, background, expected] of /** @type {[string, Blob | null, boolean][]} */ ([
  ['InvalidOptionError', null, true],
  ['PictureTooLargeError', null, true],
  ['UnreadableImageError', null, false],
  // which of the two could not be read is not told
  ['UnreadableImageError', new Blob(), true],
])) {
  const on = background ? 'with a picture as background' : 'alone';
  test(`other settings may mend ${name} ${on}: ${expected}`, () => {
    const settings = { ...DEFAULTS, background };
    assert.equal(isMendable({ state: 'failed', error: { name, message: '' }, settings }), expected);
  });
}

test('what has not failed needs no mending', () => {
  const error = { name: 'InvalidOptionError', message: '' };
  assert.equal(isMendable({ state: 'done', error, settings: DEFAULTS }), false);
  assert.equal(isMendable({ state: 'failed', error: null, settings: DEFAULTS }), false);
});

test('a result is unsaved until it was saved, and again once it is another one', () => {
  const [first, second] = [new Blob(), new Blob()];
  assert(!isUnsaved(picture));
  assert(isUnsaved({ ...picture, result: first }));
  assert(!isUnsaved({ ...picture, result: first, saved: first }));
  assert(isUnsaved({ ...picture, result: second, saved: first }));
});

for (const [frames, masks, animation, format, expected] of /** @type {const} */ ([
  [12, 1, 'all', 'image/png', true],
  [12, 1, 'all', 'image/webp', true],
  [12, 12, 'all', 'image/png', false],
  [12, 1, 'first', 'image/png', false],
  [12, 1, 'all', 'image/jpeg', false], // which holds one
  [1, 1, 'all', 'image/png', false],
  [0, 0, 'all', 'image/png', false], // nobody knows yet
])) {
  test(`${masks} masks lack some for ${frames} frames, ${animation} in ${format}: ${expected}`, () => {
    const settings = { ...DEFAULTS, animation, format };
    assert.equal(lacksMasks({ frames, masks, settings }), expected);
  });
}
for (const [code, background, expected] of /** @type {[string, Blob | null, boolean][]} */ ([
  ['picture-damaged', null, true],
  ['picture-too-large', null, true],
  ['picture-damaged', new Blob(), false],
  ['picture-memory', null, false],
  ['picture-altered', null, false],
  ['result-too-large', null, false],
  ['model-offline', null, false],
])) {
  const laid = background ? ' on a picture' : '';
  test(`trying again after ${code}${laid} ${expected ? 'can not' : 'may'} help`, () => {
    const error = Object.assign(new Error('…'), { code });
    const settings = { ...DEFAULTS, background };
    assert.equal(isHopeless({ state: 'failed', error, settings }), expected);
  });
}

test('a picture that was done before is not given up for an error', () => {
  const error = Object.assign(new Error('…'), { code: 'picture-damaged' });
  assert.equal(isHopeless({ state: 'done', error, settings: DEFAULTS }), false);
});
