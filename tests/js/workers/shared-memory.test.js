import assert from 'node:assert/strict';
import test from 'node:test';
import { yielding } from '../../../web/workers/shared-memory.js';

const ASKED = { initial: 256, maximum: 65536, shared: true };

/**
 * As a browser with so much room does it.
 *
 * @param {number} room pages that can be reserved
 * @param {number[]} tried gets what was asked for
 */
function memoryWith(room, tried) {
  return class extends WebAssembly.Memory {
    /** @param {WebAssembly.MemoryDescriptor} descriptor */
    constructor(descriptor) {
      tried.push(descriptor.maximum ?? 0);
      if (!(Number(descriptor.maximum) <= room)) throw new RangeError('Out of memory');
      super(descriptor);
    }
  };
}

test('what can be reserved is reserved as it was asked for', () => {
  const memory = new (yielding(WebAssembly.Memory))(ASKED);
  assert(memory instanceof WebAssembly.Memory);
  assert.match(String(memory.buffer), /SharedArrayBuffer/);
  assert.equal(memory.buffer.byteLength, 256 << 16);
});

test('where there is no room for the most, less is reserved', () => {
  /** @type {number[]} */
  const tried = [];
  const memory = new (yielding(memoryWith(20_000, tried)))(ASKED);
  assert.deepEqual(tried, [65536, 32768, 16384]);
  assert.throws(() => memory.grow(16384), RangeError);
  assert.equal(memory.grow(16384 - 256), 256);
});

test('too little for any model is not asked for', () => {
  /** @type {number[]} */
  const tried = [];
  const Memory = yielding(memoryWith(100, tried));
  assert.throws(() => new Memory(ASKED), { name: 'RangeError', message: 'Out of memory' });
  assert.deepEqual(tried, [65536, 32768, 16384, 8192, 4096]);
});

test('memory that is not shared, or has no maximum, is asked for once', () => {
  for (const descriptor of [
    { initial: 1, maximum: 65536 },
    { initial: 1, shared: true },
  ]) {
    /** @type {number[]} */
    const tried = [];
    assert.throws(() => new (yielding(memoryWith(100, tried)))(descriptor), RangeError);
    assert.equal(tried.length, 1);
  }
});

test('any other error is not hidden', () => {
  /** @type {number[]} */
  const tried = [];
  const Memory = yielding(memoryWith(65536, tried));
  assert.throws(() => new Memory({ ...ASKED, initial: -1 }), TypeError);
  assert.deepEqual(tried, [65536]);
});
