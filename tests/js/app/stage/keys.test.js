import assert from 'node:assert/strict';
import test from 'node:test';
import './browser.js';
import { Keys } from '../../../../web/app/stage/keys.js';
import { handsOn } from './hands.js';
import { near } from './near.js';

/** @param {{paints?: boolean}} [options] */
function keysOn(options) {
  const all = handsOn(options);
  /** @type {unknown[]} */
  const done = [];
  const keys = new Keys(all.element, all.hands, {
    zoomBy: (factor) => done.push(['zoomBy', factor]),
    fit: () => done.push('fit'),
    actual: () => done.push('actual'),
    scaleBrush: (factor) => done.push(['scaleBrush', factor]),
  });
  const down = (/** @type {string} */ key, values = {}) =>
    all.canvas.fire('keydown', {
      key,
      repeat: false,
      shiftKey: false,
      altKey: false,
      ctrlKey: false,
      metaKey: false,
      ...values,
    }).defaultPrevented;
  const press = (/** @type {string[]} */ ...some) => {
    for (const key of some) {
      down(key);
      all.canvas.fire('keyup', { key });
    }
  };
  return { ...all, keys, done, down, press };
}

test('keys zoom, whether there is a brush or not', () => {
  for (const paints of [false, true]) {
    const { done, press } = keysOn({ paints });
    press('+', '=', '-', '_', '0', '1');
    assert.deepEqual(done, [
      ['zoomBy', 1.25],
      ['zoomBy', 1.25],
      ['zoomBy', 0.8],
      ['zoomBy', 0.8],
      'fit',
      'actual',
    ]);
  }
});

test('arrows pan by an eighth of the view, or scroll the page where all is seen', () => {
  const { view, down } = keysOn();
  assert.equal(down('ArrowRight'), false);
  view.zoomTo(10);
  const { left, top } = view;
  assert.equal(down('ArrowRight'), true);
  assert.equal(down('ArrowDown'), true);
  assert.deepEqual([view.left, view.top], [left - 75, top - 50]);
});

test('keys that are held with others are not the stage’s', () => {
  const { done, down } = keysOn();
  for (const held of ['altKey', 'ctrlKey', 'metaKey']) {
    assert.equal(down('+', { [held]: true }), false);
  }
  assert.equal(down('x'), false);
  assert.deepEqual(done, []);
});

for (const key of [' ', 'Enter']) {
  test(`${key === ' ' ? 'Space' : key} presses the brush down and lifts it`, () => {
    const { canvas, strokes, press } = keysOn({ paints: true });
    canvas.fire('focus');
    press('ArrowLeft', key, 'ArrowDown', 'ArrowDown');
    assert.equal(strokes.length, 0);
    press(key);
    const [stroke] = strokes;
    // half a radius, six pixels of the picture, for each arrow
    near(stroke?.points.flat() ?? [], [54 / 120, 40 / 80, 54 / 120, 46 / 80, 54 / 120, 52 / 80]);
  });
}

test('the first press only shows where the brush is', () => {
  const { painting, strokes, press } = keysOn({ paints: true });
  press('Enter');
  near(painting.crosshair ?? [], [300, 200]);
  assert.equal(painting.begun, false);
  press('Enter', 'Enter');
  assert.equal(strokes.length, 1);
});

test('a key that is held down presses the brush once', () => {
  const { canvas, painting, down } = keysOn({ paints: true });
  canvas.fire('focus');
  down('Enter');
  down('Enter', { repeat: true });
  assert.equal(painting.begun, true);
});

test('with Shift the brush moves in finer steps', () => {
  const { canvas, painting, down } = keysOn({ paints: true });
  canvas.fire('focus');
  down('ArrowRight', { shiftKey: true });
  near(painting.crosshair ?? [], [306, 200]);
  down('ArrowRight');
  near(painting.crosshair ?? [], [336, 200]);
});

test('Escape drops the begun stroke, and is else not the stage’s', () => {
  const { canvas, painting, strokes, down, press } = keysOn({ paints: true });
  canvas.fire('focus');
  press('Enter', 'ArrowDown');
  assert.equal(down('Escape'), true);
  assert.equal(painting.begun, false);
  assert.equal(down('Escape'), false);
  assert.deepEqual(strokes, []);
});

test('the brush goes to the edge of the picture, and the view with it', () => {
  const { canvas, view, painting, strokes, press } = keysOn({ paints: true });
  view.zoomTo(32);
  canvas.fire('focus');
  press('Enter', ...Array(60).fill('ArrowRight'), 'Enter');
  near(strokes[0]?.points.at(-1) ?? [], [1, 0.5], 0.001);
  near(painting.crosshair ?? [], [600, 200], 1);
});

test('a bracket changes the brush’s size', () => {
  const { done, press } = keysOn({ paints: true });
  press(']', '[');
  assert.deepEqual(done, [
    ['scaleBrush', 1.2],
    ['scaleBrush', 1 / 1.2],
  ]);
});

test('Space that a pointer used to pan does not paint', () => {
  const { canvas, keys, painting, down } = keysOn({ paints: true });
  canvas.fire('focus');
  assert.equal(keys.grabs(), false);
  down(' ');
  assert.equal(canvas.attributes.has('data-grab'), true);
  assert.equal(keys.grabs(), true);
  canvas.fire('keyup', { key: ' ' });
  assert.equal(painting.begun, false);
  assert.equal(canvas.attributes.has('data-grab'), false);
});

test('a stroke that keys have begun ends when the focus goes', () => {
  const { canvas, painting, strokes, press } = keysOn({ paints: true });
  canvas.fire('focus');
  press('Enter', 'ArrowDown');
  canvas.fire('blur');
  assert.equal(strokes.length, 1);
  assert.equal(painting.crosshair, null);
});
