import assert from 'node:assert/strict';
import test from 'node:test';
import { duration, megabytes, number, percent } from '../../../../web/app/ui/format.js';
import { use } from '../../../../web/app/i18n/language.js';

const TEXTS = { 'unit.seconds': '{seconds} s', 'unit.minutes': '{minutes} min {seconds} s' };

test.beforeEach(() => use('en', TEXTS, TEXTS));

/** @param {string} text with spaces that break no line, as some languages have them */
const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');

for (const [bytes, expected] of /** @type {const} */ ([
  [0, '0 kB'],
  [1, '1 kB'],
  [1001, '2 kB'],
  [99_999, '100 kB'],
  [100_000, '0.1 MB'],
  [9_940_000, '9.9 MB'],
  [20_100_000, '20 MB'],
  [1_234_000_000, '1234 MB'],
  [12_300_000_000, '12 GB'],
])) {
  test(`${bytes} bytes are ${expected}`, () => {
    assert.equal(plain(megabytes(bytes)), expected);
  });
}

for (const [milliseconds, expected] of /** @type {const} */ ([
  [0, '0.0 s'],
  [1234, '1.2 s'],
  [59_900, '59.9 s'],
  [60_000, '1 min 0 s'],
  [754_000, '12 min 34 s'],
])) {
  test(`${milliseconds} milliseconds are ${expected}`, () => {
    assert.equal(duration(milliseconds), expected);
  });
}

test('numbers have as many digits as are asked for', () => {
  assert.equal(number(1234.56), '1,235');
  assert.equal(number(2, 1), '2.0');
  assert.equal(percent(0.256), '26%');
  assert.equal(percent(0.256, 1), '25.6%');
});

test('numbers are written as in the language that is spoken by now', () => {
  assert.equal(number(1234.5, 1), '1,234.5');
  use('de', TEXTS, TEXTS);
  assert.equal(number(1234.5, 1), '1.234,5');
  assert.equal(plain(percent(0.5)), '50 %');
  assert.equal(plain(megabytes(1_500_000)), '1,5 MB');
});
