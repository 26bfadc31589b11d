import assert from 'node:assert/strict';
import test from 'node:test';
import { sentence, toError } from '../../../../web/app/i18n/errors.js';
import { use } from '../../../../web/app/i18n/language.js';

const ERROR = { name: 'SourceError', message: 'a.png could not be fetched.' };
const GERMAN = {
  'error.SourceError': 'Das Bild war nicht zu haben.',
  'error.detail': '{sentence} ({detail})',
};

test('in English an error says its own message', () => {
  use('en', { 'error.SourceError': 'The picture could not be had.' }, {});
  assert.equal(sentence(ERROR), ERROR.message);
});

test('in another language it says what its kind means, and then its own message', () => {
  use('de', GERMAN, {});
  assert.equal(
    sentence(ERROR),
    'Das Bild war nicht zu haben. (\u2068a.png could not be fetched\u2069)',
  );
});

test('a long message of its own is left out', () => {
  use('de', GERMAN, {});
  assert.equal(
    sentence({ ...ERROR, message: `${'long '.repeat(30)}.` }),
    'Das Bild war nicht zu haben.',
  );
});

test('an error of a kind that has no sentence says its own message', () => {
  use('de', GERMAN, {});
  assert.equal(sentence({ name: 'RangeError', message: 'Too far.' }), 'Too far.');
});

test('whatever is thrown becomes an error with a name', () => {
  const error = new TypeError('no');
  assert.equal(toError(error), error);
  assert.equal(toError('no').message, 'no');
});
