import assert from 'node:assert/strict';
import test from 'node:test';
import { Element, page } from './browser.js';
import { zoomByWheel } from '../../../../web/app/stage/wheel.js';
import { handsOn } from './hands.js';
import { near } from './near.js';

const AT = { clientX: 410, clientY: 130 };

/** @param {{hasFocus?: boolean, paints?: boolean}} [options] */
function wheelOn({ hasFocus = true, paints = false } = {}) {
  const root = new Element();
  const element = /** @type {HTMLElement} */ (/** @type {unknown} */ (root));
  const all = handsOn({ paints });
  zoomByWheel(element, { ...all.hands, hasFocus: () => hasFocus });
  /** @returns whether the page is kept from scrolling */
  const turn = (/** @type {number} */ deltaY, values = {}) =>
    root.fire('wheel', { deltaY, deltaMode: 0, ctrlKey: false, ...AT, ...values }).defaultPrevented;
  return { ...all, root, turn };
}

test('the wheel zooms at the pointer once the stage has the focus', () => {
  const { view, turn } = wheelOn();
  const point = view.toPicture(410, 130);
  for (let notch = 0; notch < 4; notch += 1) assert.equal(turn(-150), true);
  near(view.zoom, 5 * Math.exp(1.2));
  near(view.toPicture(410, 130), point, 0.1);
});

test('without the focus the wheel is the page’s, but for a pinch on a trackpad', () => {
  const { view, turn } = wheelOn({ hasFocus: false });
  assert.equal(turn(-150), false);
  assert.equal(view.zoom, 5);
  assert.equal(turn(-30, { ctrlKey: true }), true);
  near(view.zoom, 5 * Math.exp(0.3));
});

test('a wheel that scrolls the page goes on doing so for a while', (t) => {
  let now = 10_000;
  t.mock.method(performance, 'now', () => now);
  const { view, turn } = wheelOn();
  page.fire('scroll');
  now += 299;
  assert.equal(turn(-100), false);
  now += 1;
  assert.equal(turn(-100), true);
  near(view.zoom, 5 * Math.exp(0.2));
});

test('where it can not zoom out further the wheel scrolls the page', () => {
  const { view, turn } = wheelOn();
  for (let notch = 0; notch < 10; notch += 1) turn(200);
  assert.equal(view.zoom, 1);
  assert.equal(turn(200), false);
  assert.equal(turn(0), false);
  assert.equal(turn(200, { ctrlKey: true }), true);
});

test('lines and pages are longer than pixels, and no wheel zooms too much at once', () => {
  const { view, turn } = wheelOn();
  turn(-3, { deltaMode: 1 });
  near(view.zoom, 5 * Math.exp(0.12));
  view.fit();
  turn(-1, { deltaMode: 2 });
  near(view.zoom, 5 * Math.exp(0.6));
  view.fit();
  turn(-100_000);
  near(view.zoom, 5 * Math.exp(0.6));
});

test('while a stroke is painted the view stays', () => {
  const { view, painting, turn } = wheelOn({ paints: true });
  painting.begin(100, 100);
  assert.equal(turn(-100), true);
  assert.equal(view.zoom, 5);
});

test('a pinch in Safari zooms from where it began', () => {
  const { view, root } = wheelOn({ hasFocus: false });
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    value: { maxTouchPoints: 0 },
  });
  root.fire('gesturestart', { scale: 1, ...AT });
  root.fire('gesturechange', { scale: 1.5, ...AT });
  near(view.zoom, 7.5);
  root.fire('gesturechange', { scale: 2, ...AT });
  near(view.zoom, 10);
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    value: { maxTouchPoints: 5 },
  });
  root.fire('gesturechange', { scale: 3, ...AT });
  near(view.zoom, 10); // there fingers come as pointers
});
