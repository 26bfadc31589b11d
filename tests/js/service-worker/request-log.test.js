import assert from 'node:assert/strict';
import test from 'node:test';
// first: scope.js reads it
import './worker.js';
import { Journal } from '../../../web/service-worker/request-log.js';

/**
 * @param {Journal} journal
 * @param {string[]} urls
 */
function note(journal, ...urls) {
  for (const url of urls) journal.note({ method: 'GET', url, by: '', from: 'device', bytes: 0 });
}

/** @param {import('../../../web/service-worker/messages.js').Entry[]} entries */
const urlsOf = (entries) => entries.map(({ url }) => url);

test('the journal does not grow for ever', () => {
  const journal = new Journal();
  note(journal, ...Array.from({ length: 2010 }, (_, index) => String(index)));
  assert.equal(journal.since('').length, 2000);
  assert.equal(journal.since('')[0]?.url, '10');
});

test('a page is told what happened since it was opened, whatever the clock says', (t) => {
  const journal = new Journal();
  let now = 1e12;
  t.mock.method(Date, 'now', () => now);
  note(journal, 'before');
  journal.open('page');
  note(journal, 'one');
  now -= 3_600_000;
  note(journal, 'two', 'two');
  assert.deepEqual(urlsOf(journal.since('page')), ['one', 'two', 'two']);
  assert.equal(new Set(journal.since('page').map(({ id }) => id)).size, 3, 'each by itself');
});

test('a page that was opened before the worker was started is told all', () => {
  const journal = new Journal();
  note(journal, 'one');
  assert.deepEqual(urlsOf(journal.since('unknown')), ['one']);
});

test('a page that was opened long ago is told what is still known', () => {
  const journal = new Journal();
  journal.open('page');
  note(journal, ...Array.from({ length: 2010 }, (_, index) => String(index)));
  assert.equal(journal.since('page').length, 2000);
});
