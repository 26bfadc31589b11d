import assert from 'node:assert/strict';
import test from 'node:test';
import { sha256 } from '../../../web/service-worker/digest.js';

test('a digest is SHA-256 in hexadecimal', async () => {
  // the example of FIPS 180-2, "abc"
  assert.equal(
    await sha256(new Uint8Array([0x61, 0x62, 0x63]).buffer),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
