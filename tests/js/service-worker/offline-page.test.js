import assert from 'node:assert/strict';
import test from 'node:test';
// first: scope.js reads it
import { SCOPE } from './worker.js';
import { OfflinePage } from '../../../web/service-worker/offline-page.js';
import { OfflineOnly } from '../../../web/service-worker/offline-switch.js';

const HEADERS = { 'Cross-Origin-Embedder-Policy': 'require-corp' };
const ADDRESS = `${SCOPE}allow-network`;

/** A page that can't be opened, and its switch, which is on. */
async function shown() {
  const offlineOnly = new OfflineOnly();
  await offlineOnly.turn(true);
  const page = new OfflinePage(offlineOnly, HEADERS);
  const response = page.show();
  const text = await response.text();
  const token = /name="token" value="(.+?)"/.exec(text)?.[1] ?? '';
  return { offlineOnly, page, response, token };
}

/** @param {string} token */
function pressed(token) {
  const body = new FormData();
  body.append('token', token);
  return new Request(ADDRESS, { method: 'POST', body });
}

test('a page that can not be opened offers the network again', async () => {
  const { offlineOnly, page, response, token } = await shown();
  assert.equal(response.status, 503);
  assert.equal(response.headers.get('Cross-Origin-Embedder-Policy'), 'require-corp');
  assert.match(response.headers.get('Content-Security-Policy') ?? '', /frame-ancestors 'none'/);
  assert.equal(await offlineOnly.on, true);
  const answer = await page.allow(pressed(token));
  assert.deepEqual([answer.status, answer.headers.get('Location')], [303, SCOPE]);
  assert.equal(await offlineOnly.on, false);
});

test('whoever does not know the token gets the page, and the switch stays on', async () => {
  const { offlineOnly, page, token } = await shown();
  for (const guess of ['', 'undefined', `${token}x`]) {
    assert.equal((await page.allow(pressed(guess))).status, 503);
    assert.equal(await offlineOnly.on, true);
  }
});

test('a token serves once', async () => {
  const { offlineOnly, page, token } = await shown();
  await page.allow(pressed(token));
  await offlineOnly.turn(true);
  assert.equal((await page.allow(pressed(token))).status, 503);
});

test('only a form that is posted is an answer: no link is', async () => {
  const { page } = await shown();
  const request = { method: 'POST', mode: 'navigate', url: ADDRESS };
  /** @param {object} change */
  const isAnswer = (change) => page.isAnswer(/** @type {any} */ ({ ...request, ...change }));
  assert.equal(isAnswer({}), true);
  for (const change of [{ method: 'GET' }, { mode: 'cors' }, { url: `${SCOPE}?network=on` }]) {
    assert.equal(isAnswer(change), false);
  }
});
