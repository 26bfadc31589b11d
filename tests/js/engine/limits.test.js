import assert from 'node:assert/strict';
import test from 'node:test';
import { isSmall } from '../../../web/engine/limits.js';

test('devices with four gigabytes or less are small, where the browser says', () => {
  for (const gigabytes of [0.25, 2, 4]) assert(isSmall(gigabytes));
  for (const gigabytes of [8, 16, undefined]) assert(!isSmall(gigabytes));
});
