import assert from 'node:assert/strict';
import test from 'node:test';
import { failure, shortened } from '../../../web/engine/errors.js';

test('a text that fits stands in a sentence as it is', () => {
  assert.equal(shortened('x'.repeat(120)), 'x'.repeat(120));
});

test('the middle of a long text is left out', () => {
  const name = `holiday ${'x'.repeat(2_000_000)} cat.png`;
  const short = shortened(name);
  assert.equal(short.length, 119);
  assert.match(short, /^holiday x+…x+ cat\.png$/);
});

test('a letter of two halves is not cut in two', () => {
  for (const before of ['', 'a']) {
    const short = shortened(`${before}${'😀'.repeat(100)}${before}`);
    assert.ok(short.length <= 120);
    assert.match(short, /^a?(?:😀)+…(?:😀)+a?$/u);
  }
});

test('a sentence is short whatever stands in it, and so is what a page is given to say it', () => {
  const url = `data:image/png;base64,${'A'.repeat(2_000_000)}`;
  const { message, params } = failure('SourceError', '{url} could not be fetched: {reason}.', {
    code: 'source-not-fetched',
    url,
    reason: url,
  });
  assert.ok(message.length < 500);
  assert.match(message, /^data:image\/png;base64,A+…A+ could not be fetched: /);
  assert.equal(params.url, shortened(url));
  assert.equal(String(params.reason).length, 299);
});

test('numbers and lists stay what they are', () => {
  const { params } = failure('InvalidOptionError', '{words}, {low}', {
    code: 'option-background',
    words: ["'blur'"],
    low: 1,
  });
  assert.deepEqual(params, { words: ["'blur'"], low: 1 });
});
