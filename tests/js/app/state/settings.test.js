import assert from 'node:assert/strict';
import test from 'node:test';
import {
  DEFAULTS,
  changed,
  isFilled,
  isOpaque,
  recall,
  remember,
  toOutput,
  unframed,
} from '../../../../web/app/state/settings.js';

const KEY = 'offcut-settings';

/** @type {Map<string, string>} */
let kept;

test.beforeEach(() => {
  kept = new Map();
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    value: {
      getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value),
    },
  });
});

test('what was set is remembered', () => {
  const settings = /** @type {const} */ ({
    ...DEFAULTS,
    format: 'image/webp',
    quality: 0.5,
    background: '#12ab9f',
    canvas: 'passport',
    size: 1080,
    crop: true,
    edge: { shift: -2.5, feather: 50, contrast: 1 },
    shadow: 'natural',
  });
  remember(settings);
  assert.deepEqual(recall(), settings);
});

test('a picture as background is never remembered', () => {
  remember({ ...DEFAULTS, background: new Blob(['picture']) });
  assert.equal(JSON.parse(kept.get(KEY) ?? '').background, null);
  assert.equal(recall().background, null);
});

for (const [setting, value] of [
  ['format', 'image/gif'],
  ['type', 'everything'],
  ['edges', true],
  ['fit', 'fill'],
  ['canvas', 'round'],
  ['size', 1000],
  ['size', '1080'],
  ['effort', 'none'],
  ['animation', 'some'],
  ['shadow', 'large'],
  ['quality', 2],
  ['margin', -0.1],
  ['shadow', '0.5'],
  ['edge', 3],
  ['edge', null],
  ['edge', { shift: 51, feather: 0, contrast: 0 }],
  ['edge', { shift: 0, feather: '1', contrast: 0 }],
  ['edge', { shift: 0, feather: 0 }],
  ['crop', 'yes'],
  ['blur', 0],
  ['blur', 0.3],
  ['threshold', 1],
  ['background', 'red'],
  ['background', '#fff'],
]) {
  test(`a stored value that is not offered is passed over: ${setting} ${JSON.stringify(value)}`, () => {
    kept.set(KEY, JSON.stringify({ [String(setting)]: value, threshold: 0.25 }));
    assert.deepEqual(recall(), { ...DEFAULTS, threshold: 0.25 });
  });
}

test('what nobody knows is not taken over', () => {
  kept.set(KEY, '{"lens": 3}');
  assert.deepEqual(recall(), DEFAULTS);
});

test('where nothing is stored, or no settings, all is as at first', () => {
  assert.deepEqual(recall(), DEFAULTS);
  for (const text of ['{', 'null', '3']) {
    kept.set(KEY, text);
    assert.deepEqual(recall(), DEFAULTS);
  }
});

test('where a site may store nothing the settings hold for this visit', () => {
  const refuse = () => {
    throw new DOMException('', 'SecurityError');
  };
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get: refuse });
  remember({ ...DEFAULTS, crop: true });
  assert.deepEqual(recall(), DEFAULTS);
});

test('the engine is asked for nothing that was not chosen', () => {
  const { background, canvas, size, ...rest } = DEFAULTS;
  assert.deepEqual(toOutput(DEFAULTS), {
    ...rest,
    background: undefined,
    canvas: undefined,
    size: undefined,
  });
  assert.deepEqual([background, canvas, size], [null, null, null]);
});

test('under a JPEG lies white where nothing else is asked for', () => {
  const jpeg = /** @type {const} */ ({ ...DEFAULTS, format: 'image/jpeg' });
  assert.equal(toOutput(jpeg).background, '#ffffff');
  assert.equal(toOutput({ ...jpeg, background: '#00ff00' }).background, '#00ff00');
  assert.equal(toOutput({ ...jpeg, type: 'mask' }).background, undefined);
});

test('to paint on, the picture is whole, in its own place, and nothing lies behind it', () => {
  const settings = unframed({
    ...DEFAULTS,
    crop: true,
    canvas: 'square',
    size: 512,
    shadow: 0.5,
    type: 'mask',
    background: 'blur',
    format: 'image/jpeg',
  });
  assert.deepEqual(settings, DEFAULTS);
});

const BLOB = new Blob(['picture']);

for (const [words, change, expected] of /** @type {const} */ ([
  ['as usual', {}, false],
  ['a JPEG', { format: 'image/jpeg' }, true],
  ['the mask', { type: 'mask' }, true],
  ['on a colour', { background: '#ffffff' }, true],
  ['on a picture that fills it', { background: BLOB }, true],
  ['on a picture that is shown whole', { background: BLOB, fit: 'contain' }, false],
  ['only the background', { type: 'background', background: '#ffffff' }, false],
])) {
  test(`a result ${words} lets ${expected ? 'nothing' : 'something'} through`, () => {
    assert.equal(isOpaque({ ...DEFAULTS, ...change }), expected);
  });
}

test('a JPEG without background is filled, any other format is not', () => {
  assert.equal(isFilled({ ...DEFAULTS, format: 'image/jpeg' }), true);
  assert.equal(isFilled({ ...DEFAULTS, format: 'image/jpeg', background: '#000000' }), false);
  assert.equal(isFilled({ ...DEFAULTS, format: 'image/webp' }), false);
});

test('what is set other than as usual is known by name', () => {
  assert.deepEqual(changed(DEFAULTS), []);
  assert.deepEqual(changed({ ...DEFAULTS, edge: { ...DEFAULTS.edge } }), []);
  assert.deepEqual(changed({ ...DEFAULTS, background: BLOB }), ['background']);
  assert.deepEqual(changed({ ...DEFAULTS, shadow: 0.4, crop: true }), ['crop', 'shadow']);
});
