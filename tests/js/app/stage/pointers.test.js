import assert from 'node:assert/strict';
import test from 'node:test';
import './browser.js';
import { Pointers } from '../../../../web/app/stage/pointers.js';
import { handsOn } from './hands.js';
import { near } from './near.js';

/** @typedef {[x: number, y: number]} Place */

/** @param {{paints?: boolean, grabs?: boolean}} [options] */
function pointersOn({ paints = false, grabs = false } = {}) {
  const all = handsOn({ paints });
  new Pointers(all.element, { ...all.hands, grabs: () => grabs });
  let time = 0;
  /**
   * @param {'down' | 'move' | 'up' | 'cancel' | 'leave'} what
   * @param {Place} place
   * @param {Record<string, unknown>} [values]
   */
  const send = (what, [clientX, clientY], values = {}) => {
    all.canvas.fire(`pointer${what}`, {
      clientX,
      clientY,
      pointerId: 1,
      pointerType: 'mouse',
      button: 0,
      timeStamp: time,
      ...values,
    });
    time += 10;
  };
  /**
   * @param {Place[]} places
   * @param {Record<string, unknown>} [values]
   */
  const drag = (places, values) => {
    const [first = [0, 0], ...rest] = places;
    send('down', first, values);
    for (const place of rest) send('move', place, values);
    send('up', places.at(-1) ?? first, values);
  };
  const wait = (/** @type {number} */ milliseconds) => (time += milliseconds);
  return { ...all, send, drag, wait };
}

/** @param {number} pointerId */
const finger = (pointerId) => ({ pointerId, pointerType: 'touch' });

test('a pointer moves the picture, or paints where there is a brush', () => {
  const looking = pointersOn();
  looking.view.zoomTo(15);
  const point = looking.view.toPicture(200, 150);
  looking.drag([
    [200, 150],
    [230, 160],
    [260, 170],
  ]);
  near(looking.view.toPicture(260, 170), point, 0.1);

  const painting = pointersOn({ paints: true });
  painting.drag([
    [150, 100],
    [300, 200],
    [450, 300],
  ]);
  assert.equal(painting.view.zoom, 5);
  near(painting.strokes[0]?.points.flat() ?? [], [0.25, 0.25, 0.5, 0.5, 0.75, 0.75]);
});

for (const [how, options, values] of /** @type {const} */ ([
  ['Space', { paints: true, grabs: true }, { button: 0 }],
  ['the middle button', { paints: true, grabs: false }, { button: 1 }],
])) {
  test(`${how} pans in spite of the brush`, () => {
    const { canvas, view, strokes, send, drag } = pointersOn(options);
    view.zoomTo(15);
    const { left, top } = view;
    drag(
      [
        [300, 200],
        [340, 180],
      ],
      values,
    );
    assert.deepEqual([view.left, view.top], [left + 40, top - 20]);
    assert.deepEqual(strokes, []);
    send('down', [300, 200], values);
    assert.equal(canvas.attributes.has('data-grabbed'), true);
    send('up', [300, 200], values);
    assert.equal(canvas.attributes.has('data-grabbed'), false);
  });
}

test('other buttons do nothing', () => {
  const { strokes, drag } = pointersOn({ paints: true });
  drag(
    [
      [100, 100],
      [200, 200],
    ],
    { button: 2 },
  );
  assert.deepEqual(strokes, []);
});

test('all places that a pointer went through since the last event are painted', () => {
  const { strokes, send } = pointersOn({ paints: true });
  const parts = [
    { clientX: 150, clientY: 150 },
    { clientX: 200, clientY: 100 },
  ];
  send('down', [100, 100]);
  send('move', [200, 100], { getCoalescedEvents: () => parts });
  send('up', [200, 100]);
  assert.equal(strokes[0]?.points.length, 3);
});

test('two fingers zoom and pan', () => {
  const { view, send } = pointersOn();
  const point = view.toPicture(300, 200);
  send('down', [250, 200], finger(1));
  send('down', [350, 200], finger(2));
  send('move', [200, 200], finger(1));
  send('move', [400, 200], finger(2));
  near(view.zoom, 10);
  send('move', [220, 230], finger(1));
  send('move', [420, 230], finger(2));
  near(view.zoom, 10);
  near(view.toPicture(320, 230), point, 0.1);
});

test('of two fingers the one that stays goes on moving the picture', () => {
  const { view, send } = pointersOn();
  view.zoomTo(15);
  send('down', [250, 200], finger(1));
  send('down', [350, 200], finger(2));
  send('up', [350, 200], finger(2));
  const { left, top } = view;
  send('move', [270, 210], finger(1));
  assert.deepEqual([view.left, view.top], [left + 20, top + 10]);
});

test('a second finger drops the stroke', () => {
  const { view, painting, strokes, send } = pointersOn({ paints: true });
  send('down', [300, 200], finger(1));
  send('move', [310, 200], finger(1));
  assert.equal(painting.begun, true);
  send('down', [350, 200], finger(2));
  send('move', [390, 200], finger(2));
  near(view.zoom, 10);
  send('up', [390, 200], finger(2));
  // the finger that stays does not begin to paint
  send('move', [100, 100], finger(1));
  send('up', [100, 100], finger(1));
  assert.deepEqual(strokes, []);
  send('down', [100, 100], finger(1));
  send('up', [100, 100], finger(1));
  assert.equal(strokes.length, 1);
});

test('a hand that rests while a pen is at work is passed over', () => {
  const { view, strokes, send } = pointersOn({ paints: true });
  const pen = { pointerId: 7, pointerType: 'pen' };
  send('down', [100, 100], pen);
  send('down', [400, 300], finger(1));
  send('move', [450, 300], finger(1));
  send('move', [200, 100], pen);
  send('up', [200, 100], pen);
  assert.equal(view.zoom, 5);
  near(strokes[0]?.points.at(-1) ?? [], [1 / 3, 0.25]);
});

test('a pointer that the system takes away leaves no stroke', () => {
  const { painting, strokes, send } = pointersOn({ paints: true });
  send('down', [100, 100]);
  send('move', [200, 100]);
  send('cancel', [200, 100]);
  assert.equal(painting.begun, false);
  assert.deepEqual(strokes, []);
});

test('the second of two taps shows the pixels, or all again', () => {
  const { view, drag, wait } = pointersOn();
  const point = view.toPicture(400, 100);
  drag([[400, 100]]);
  drag([[405, 100]]);
  assert.equal(view.zoom, 1);
  wait(500);
  drag([[300, 200]]);
  drag([[300, 200]]);
  assert.equal(view.zoom, 5);
  near(view.toPicture(400, 100), point);
});

test('taps that are late, far apart, long or moved are no double tap', () => {
  for (const second of /** @type {((pointers: ReturnType<typeof pointersOn>) => void)[]} */ ([
    ({ drag, wait }) => {
      wait(400);
      drag([[300, 200]]);
    },
    ({ drag }) => drag([[340, 200]]),
    ({ send, wait }) => {
      send('down', [300, 200]);
      wait(320);
      send('up', [300, 200]);
    },
    ({ drag }) =>
      drag([
        [300, 200],
        [310, 200],
      ]),
  ])) {
    const pointers = pointersOn();
    pointers.drag([[300, 200]]);
    second(pointers);
    assert.equal(pointers.view.zoom, 5);
  }
});
