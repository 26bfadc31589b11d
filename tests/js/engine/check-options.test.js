import assert from 'node:assert/strict';
import test from 'node:test';
import { checkOptions } from '../../../web/engine/check-options.js';

const own = Object.defineProperty({}, '__proto__', { value: 1, enumerable: true });

for (const [options, code, message] of /** @type {[any, string, string][]} */ ([
  [{ name: Symbol('cat') }, 'option-text', 'name is Symbol(cat): give a text.'],
  [{ name: 3 }, 'option-text', 'name is 3: give a text.'],
  [{ model: () => 1 }, 'option-text', 'model is a function: give a text.'],
  [{ model: {} }, 'option-text', 'model is [object Object]: give a text.'],
  [{ page: 0 }, 'option-whole-number', 'page is 0: give a whole number, 1 to 1000000.'],
  [{ page: 1.5 }, 'option-whole-number', 'page is 1.5: give a whole number, 1 to 1000000.'],
  [{ page: '2' }, 'option-whole-number', "page is '2': give a whole number, 1 to 1000000."],
  [{ side: 0 }, 'option-number', 'side is 0: give a number, 1 to 1000000.'],
  [{ side: -5 }, 'option-number', 'side is -5: give a number, 1 to 1000000.'],
  [{ side: 0.5 }, 'option-number', 'side is 0.5: give a number, 1 to 1000000.'],
  [{ side: Number.NaN }, 'option-number', 'side is NaN: give a number, 1 to 1000000.'],
  [{ side: Infinity }, 'option-number', 'side is Infinity: give a number, 1 to 1000000.'],
  [{ side: 'abc' }, 'option-number', "side is 'abc': give a number, 1 to 1000000."],
  [{ side: 5n }, 'option-number', 'side is 5: give a number, 1 to 1000000.'],
  [{ mask: { arrayBuffer: 1 } }, 'mask-no-blob', 'mask must be a Blob, as cutOut returns it.'],
  [{ mask: 'abc' }, 'mask-no-blob', 'mask must be a Blob, as cutOut returns it.'],
  [{ output: own }, 'option-unknown', 'There is no option output.__proto__.'],
  [{ output: { edge: own } }, 'option-unknown', 'There is no option output.edge.__proto__.'],
  [{ strokes: [{}, own] }, 'option-unknown', 'There is no option stroke.__proto__.'],
  [
    { output: { background: () => '#fff' } },
    'option-background',
    "output.background is a function: give a colour such as '#fff', 'blur', or a picture.",
  ],
])) {
  test(`${message} is said of what can't be handed on`, () => {
    assert.throws(() => checkOptions(options), { name: 'InvalidOptionError', code, message });
  });
}

test('what is as it should be is left to Python', () => {
  checkOptions({});
  checkOptions({ name: undefined, model: null, side: null, mask: null, output: null });
  checkOptions({
    name: 'cat',
    model: 'isnet',
    page: 2,
    side: 1,
    mask: new Blob(),
    strokes: [{}, null],
  });
  checkOptions({ side: 1600.5, strokes: 'abc', output: { background: new Blob() } });
  checkOptions({ output: { background: '#fff', quality: 'no number' } });
});
