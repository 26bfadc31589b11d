import assert from 'node:assert/strict';
import test from 'node:test';
import { OpenCall } from '../../../web/engine/open-call.js';

/** @param {object} request */
function call(request) {
  const asked = /** @type {import('../../../web/engine/messages.d.ts').Asked} */ (request);
  return new OpenCall(asked, {
    resolve() {},
    reject() {},
    progress: undefined,
  });
}

test('a picture is begun once it no longer waits', () => {
  const picture = call({ kind: 'cut-out' });
  picture.post();
  picture.report({ phase: 'wait', loaded: 0, total: 1 });
  assert(!picture.isBegun);
  assert(!picture.isUrgent);
  picture.report({ phase: 'preprocess', loaded: 0, total: 1 });
  picture.report({ phase: 'wait', loaded: 0, total: 1 });
  assert(picture.isBegun);
  assert(picture.isUrgent);
});

test('whatever has no turn to wait for is begun once it is posted', () => {
  const original = call({ kind: 'original' });
  assert(!original.isBegun);
  original.post();
  assert(original.isBegun);
  assert(original.isUrgent);
});

test('a picture with its mask need not be given up at once', () => {
  const preview = call({ kind: 'cut-out', mask: new Blob() });
  preview.post();
  preview.report({ phase: 'preprocess', loaded: 0, total: 1 });
  assert(preview.isBegun);
  assert(!preview.isUrgent);
});

test('what is taken back is as it was, but stays suspect', () => {
  const picture = call({ kind: 'cut-out' });
  picture.post();
  picture.report({ phase: 'infer', loaded: 0, total: 1 });
  picture.megapixels = 12;
  picture.isSuspect = true;
  picture.takeBack();
  const { isPosted, isBegun, megapixels, isSuspect } = picture;
  assert.deepEqual(
    { isPosted, isBegun, megapixels, isSuspect },
    {
      isPosted: false,
      isBegun: false,
      megapixels: 0,
      isSuspect: true,
    },
  );
});

test('what the network has to look at is told apart', () => {
  const mask = new Blob();
  assert(call({ kind: 'cut-out' }).needsNetwork);
  assert(call({ kind: 'cut-out', mask, points: [[0.5, 0.5, 'drop']] }).needsNetwork);
  assert(!call({ kind: 'cut-out', mask, points: [] }).needsNetwork);
  assert(!call({ kind: 'cut-out', mask }).needsNetwork);
});
