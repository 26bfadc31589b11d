import assert from 'node:assert/strict';
import test from 'node:test';
import {
  counted,
  directionOf,
  firstKnown,
  language,
  sentences,
  t,
  translated,
  use,
} from '../../../../web/app/i18n/language.js';

const ENGLISH = {
  cancel: 'Cancel',
  'picture.download': 'Save {name} as {kind}',
  'queue.done.one': '{count} picture',
  'queue.done.other': '{count} pictures',
};

/**
 * @param {string} key one of the messages above
 * @param {import('../../../../web/app/i18n/language.js').Values} [values]
 */
const say = (key, values) =>
  t(/** @type {import('../../../../web/app/i18n/language.js').Key} */ (key), values);

for (const [wanted, expected] of /** @type {[string[], string][]} */ ([
  [['en-GB'], 'en'],
  [['es-MX'], 'es'],
  [['fr'], 'fr'],
  [['de-AT'], 'de'],
  [['zh-CN'], 'zh-Hans'],
  [['zh-Hant-TW'], 'zh-Hans'],
  [['ar-EG'], 'ar'],
  [['pt-BR'], 'en'],
  [['pt-BR', 'fr-CA', 'de'], 'fr'],
  [['', 'de'], 'de'],
  [['es', 'de'], 'es'],
  [[], 'en'],
])) {
  test(`who would like ${wanted.join(', ') || 'nothing'} gets ${expected}`, () => {
    assert.equal(firstKnown(wanted), expected);
  });
}

test('Arabic alone is written from right to left', () => {
  assert.equal(directionOf('ar'), 'rtl');
  assert.equal(directionOf('zh-Hans'), 'ltr');
});

test('a message has its values, and keeps the braces of those it lacks', () => {
  use('en', ENGLISH, ENGLISH);
  assert.equal(say('picture.download', { name: 'a.png' }), 'Save a.png as {kind}');
});

test('a message that a language lacks is in English, and one that is nowhere its key', () => {
  use('de', { cancel: 'Abbrechen' }, ENGLISH);
  assert.equal(language, 'de');
  assert.equal(say('cancel'), 'Abbrechen');
  assert.equal(say('picture.download', { name: 'a', kind: 'PNG' }), 'Save a as PNG');
  assert.equal(say('nowhere'), 'nowhere');
  assert.equal(translated('cancel', 'Stop'), 'Abbrechen');
  assert.equal(translated('nowhere', 'Stop'), 'Stop');
});

test('values are isolated where text goes from right to left', () => {
  use('ar', { cancel: 'إلغاء {name}' }, ENGLISH);
  assert.equal(say('cancel', { name: '2 b.png' }), 'إلغاء \u20682 b.png\u2069');
});

test('of a sentence that depends on a number the fitting form is taken', () => {
  use('en', ENGLISH, ENGLISH);
  assert.equal(counted('queue.done', 1), '1 picture');
  assert.equal(counted('queue.done', 1234), '1,234 pictures');
  const arabic = { 'queue.done.two': 'صورتان', 'queue.done.few': 'صور' };
  use('ar', { ...arabic, 'queue.done.other': 'صورة' }, ENGLISH);
  assert.equal(counted('queue.done', 2), 'صورتان');
  assert.equal(counted('queue.done', 5), 'صور');
  // a form that the language lacks is as the other
  assert.equal(counted('queue.done', 11), 'صورة');
});

test('sentences stand apart, but not after a Chinese full stop', () => {
  use('en', ENGLISH, ENGLISH);
  assert.equal(sentences('One.', '', 'Two.'), 'One. Two.');
  use('zh-Hans', {}, ENGLISH);
  assert.equal(sentences('一。', '二。'), '一。二。');
});
