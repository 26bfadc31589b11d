import assert from 'node:assert/strict';
import test from 'node:test';
import { noted, sentence, toError } from '../../../../web/app/i18n/errors.js';
import { use } from '../../../../web/app/i18n/language.js';
import { failure, OffcutError } from '../../../../web/engine/errors.js';

const MESSAGES = Object.fromEntries(
  await Promise.all(
    ['en', 'de', 'fr', 'es', 'ar', 'zh-Hans'].map(async (code) => {
      const file = `../../../../web/app/i18n/messages/${code}.json`;
      return [code, (await import(file, { with: { type: 'json' } })).default];
    }),
  ),
);

/** @param {string} code of a language */
function speak(code) {
  use(code, MESSAGES[code], MESSAGES.en);
}

/** @param {string} name what is no picture */
const unknown = (name) =>
  new OffcutError('UnreadableImageError', 'in English', 'picture-unknown', { name });

const LARGE = new OffcutError('PictureTooLargeError', 'in English', 'picture-too-large', {
  name: 'big.jpg',
  width: 20000,
  height: 10000,
  megapixels: 200,
  limit: 120,
});

const RANGE = failure('InvalidOptionError', '{option} is {value}: {low} to {high}.', {
  code: 'option-range',
  option: 'output.margin',
  value: 1.25,
  low: 0,
  high: 1,
});

test('an error has a name, a code, parameters and its sentence in English', () => {
  assert.ok(RANGE instanceof OffcutError && RANGE instanceof Error);
  assert.equal(RANGE.name, 'InvalidOptionError');
  assert.equal(RANGE.code, 'option-range');
  assert.deepEqual(RANGE.params, { option: 'output.margin', value: 1.25, low: 0, high: 1 });
  assert.equal(RANGE.message, 'output.margin is 1.25: 0 to 1.');
});

test('a parameter is not taken for a template', () => {
  const { message } = failure('SourceError', '{url} failed: {reason}.', {
    code: 'any',
    url: '{reason}$&',
    reason: 'no',
  });
  assert.equal(message, '{reason}$& failed: no.');
});

test('in English it says what it says in itself', () => {
  speak('en');
  const said = 'big.jpg is 20000 x 10000, 200 megapixels: scale it below 120 megapixels first.';
  assert.equal(sentence(LARGE), said);
});

test('another language says all of it, with numbers as it writes them', () => {
  speak('de');
  assert.match(sentence(LARGE), /^big\.jpg ist 20000 × 10000 groß.* unter 120 Megapixel\.$/);
  assert.match(sentence(RANGE), /^output\.margin ist 1,25: /);
  const tiny = new OffcutError('InvalidOptionError', '', RANGE.code, {
    ...RANGE.params,
    value: 1e-9,
  });
  assert.match(sentence(tiny), /^output\.margin ist 0,000000001: /);
});

test('what another program said in English is said in English alone', () => {
  const error = new OffcutError('EngineError', '', 'fault', { reason: 'list is truncated' });
  speak('en');
  assert.equal(
    sentence(error),
    'Something went wrong inside Offcut (list is truncated): reload the page.',
  );
  for (const code of ['de', 'fr', 'es', 'ar', 'zh-Hans']) {
    speak(code);
    assert.match(sentence(error), /Offcut/);
    assert.doesNotMatch(sentence(error), /truncated|\{/);
  }
});

test('choices are listed as the language does', () => {
  const error = new OffcutError('UnknownModelError', '', 'model-unknown', {
    model: "'huge'",
    models: ['isnet', 'isnet_fp16', 'isnet_quint8'],
  });
  speak('de');
  assert.match(sentence(error), /Wähle isnet, isnet_fp16 oder isnet_quint8\.$/);
  speak('zh-Hans');
  assert.match(sentence(error), /isnet、isnet_fp16或isnet_quint8/);
});

test('a picture without a name is called in the language, a file by its name', () => {
  speak('fr');
  assert.match(sentence(unknown('The background picture')), /^L’image d’arrière-plan\u00a0: /);
  assert.match(sentence(unknown('The cat.png')), /^The cat\.png\u00a0: /);
});

test('a name that is written the other way stays apart from the sentence', () => {
  speak('en');
  assert.match(sentence(unknown('קטע.png')), /^\u2068קטע\.png\u2069 is no picture/);
  assert.match(sentence(unknown('cat.png')), /^cat\.png is no picture/);
  speak('ar');
  assert.match(sentence(unknown('cat.png')), /^\u2068cat\.png\u2069: /);
});

test('what is none of our errors is told in English as it is, in another language in general', () => {
  const error = new RangeError('Too far.');
  speak('en');
  assert.equal(sentence(error), 'Too far.');
  speak('es');
  assert.equal(sentence(error), 'Algo ha fallado dentro de Offcut: recarga la página.');
});

test('whatever is thrown becomes an error with a name', () => {
  const error = new TypeError('no');
  assert.equal(toError(error), error);
  assert.equal(toError('no').message, 'no');
});

test('a note is said in the language that is spoken, with its numbers in that way', () => {
  const note = { code: 'pages', params: { page: 1.5, pages: 3 }, message: 'in English' };
  use('de', { 'note.pages': 'Seite {page} von {pages}' }, MESSAGES.en);
  assert.equal(noted(note), 'Seite 1,5 von 3');
});
