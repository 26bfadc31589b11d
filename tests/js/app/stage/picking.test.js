import assert from 'node:assert/strict';
import test from 'node:test';
import './browser.js';
import { Keys } from '../../../../web/app/stage/keys.js';
import { placed } from '../../../../web/app/stage/loupe.js';
import { Pointers } from '../../../../web/app/stage/pointers.js';
import { handsOn } from './hands.js';

const PICK = /** @type {const} */ ({ kind: 'pick', radius: 0.02, hardness: 1, opacity: 1 });
const FINGER = { pointerType: 'touch' };

/** @param {boolean} paints */
function pointersOn(paints) {
  const all = handsOn({ paints });
  if (!paints) all.painting.brush = PICK;
  new Pointers(all.element, { ...all.hands, grabs: () => false });
  let timeStamp = 0;
  /**
   * @param {string} what
   * @param {number} clientX
   * @param {number} clientY
   * @param {Record<string, unknown>} [values]
   */
  const send = (what, clientX, clientY, values) => {
    const usual = { pointerId: 1, pointerType: 'mouse', button: 0 };
    all.canvas.fire(`pointer${what}`, { ...usual, clientX, clientY, timeStamp, ...values });
    timeStamp += 10;
  };
  return { ...all, send };
}

test('a click picks a place, which is told in shares of the picture', () => {
  const { send, picks, strokes } = pointersOn(false);
  send('down', 150, 100);
  send('up', 150, 100);
  assert.deepEqual(picks, [{ x: 0.25, y: 0.25 }]);
  assert.deepEqual(strokes, []);
});

test('two quick clicks are two picks, and zoom nothing', () => {
  const { send, picks, view } = pointersOn(false);
  const { zoom } = view;
  for (const what of ['down', 'up', 'down', 'up']) send(what, 150, 100);
  assert.equal(picks.length, 2);
  assert.equal(view.zoom, zoom);
});

test('who drags looks around, and picks nothing', () => {
  const { send, picks, view } = pointersOn(false);
  view.zoomTo(15);
  const { left } = view;
  send('down', 150, 100);
  send('move', 190, 100);
  send('up', 190, 100);
  assert.equal(view.left, left + 40);
  assert.deepEqual(picks, []);
});

test('a place beside the picture is not picked, nor pointed at', () => {
  const { send, picks, pointed, view } = pointersOn(false);
  view.resize(800, 400);
  send('move', 20, 200);
  send('down', 20, 200);
  send('up', 20, 200);
  send('move', 400, 200);
  assert.deepEqual(picks, []);
  assert.deepEqual(pointed.at(0), null);
  assert.deepEqual(pointed.at(-1), { x: 0.5, y: 0.5 });
});

test('keys move a cross, and pick what lies under it', () => {
  const all = handsOn();
  all.painting.brush = PICK;
  /** @type {number[]} */
  const scaled = [];
  const idle = () => {};
  new Keys(all.element, all.hands, {
    zoomBy: idle,
    fit: idle,
    actual: idle,
    scaleBrush: (factor) => scaled.push(factor),
  });
  for (const key of ['ArrowRight', 'ArrowRight', 'Enter', ']']) all.canvas.fire('keydown', { key });
  assert.equal(all.picks.length, 1);
  assert.deepEqual(all.picks[0], { x: 0.51, y: 0.5 });
  assert.deepEqual(scaled, []);
});

test('only a finger that paints has a loupe', () => {
  const { send, isMagnified } = pointersOn(true);
  send('down', 150, 100, FINGER);
  send('move', 160, 100, FINGER);
  assert.equal(isMagnified(), true);
  send('up', 160, 100, FINGER);
  assert.equal(isMagnified(), false);
  send('down', 150, 100);
  send('move', 160, 100);
  assert.equal(isMagnified(), false);
});

test('the loupe lies above the finger, or beside it where there is no room, always in view', () => {
  const above = placed(300, 250, 600);
  assert.ok(above.top + 128 < 250 && above.left < 300 && above.left + 128 > 300);
  assert.equal(placed(10, 250, 600).left, 0);
  assert.equal(placed(590, 250, 600).left, 600 - 128);
  const right = placed(100, 40, 600);
  assert.ok(right.left > 100 + 20 && right.top >= 0);
  const left = placed(500, 40, 600);
  assert.ok(left.left + 128 < 500 - 20);
});
