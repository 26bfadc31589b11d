/** @typedef {import('./pointers.js').Hands} Hands */

/**
 * Zoom per CSS pixel of wheel: a notch is about 100 of them, a trackpad's pinch gives a few at a
 * time.
 */
const WHEEL = 0.002;
const PINCH = 0.01;
/** At most so much at once, whatever a wheel reports. */
const LIMIT = 0.6;
const LINE = 20;
const PAGE = 400;
/** For so long the wheel goes on scrolling the page after it did. */
const SCROLLING_MS = 300;

/**
 * The wheel zooms at the pointer: with Ctrl (which is how trackpads report a pinch) always, else
 * only once the stage has the focus, and then not if a scroll of the page has just brought it under
 * the pointer. Where it can't zoom out further it scrolls the page.
 *
 * @param {HTMLElement} element
 * @param {Hands & {hasFocus: () => boolean}} hands
 */
export function zoomByWheel(element, { view, painting, look, toCanvas, hasFocus }) {
  let scrolled = -Infinity;
  addEventListener('scroll', () => (scrolled = performance.now()), {
    capture: true,
    passive: true,
  });

  element.addEventListener(
    'wheel',
    (event) => {
      const { deltaY, deltaMode, ctrlKey, clientX, clientY } = event;
      if (!ctrlKey && (!hasFocus() || performance.now() - scrolled < SCROLLING_MS)) return;
      const pixels = deltaY * [1, LINE, PAGE][deltaMode];
      const power = Math.max(-LIMIT, Math.min(LIMIT, -pixels * (ctrlKey ? PINCH : WHEEL)));
      if (!ctrlKey && (!power || (power < 0 && view.zoom <= view.leastZoom))) return;
      event.preventDefault();
      if (!painting.begun)
        look(() => view.zoomTo(view.zoom * Math.exp(power), ...toCanvas(clientX, clientY)));
    },
    { passive: false },
  );

  // Safari on a Mac: its own events for a pinch on the trackpad
  let start = 1;
  for (const type of ['gesturestart', 'gesturechange']) {
    element.addEventListener(
      type,
      (event) => {
        const { scale, clientX, clientY } = /** @type {any} */ (event);
        event.preventDefault();
        if (navigator.maxTouchPoints > 0) return; // there fingers come as pointers
        if (type === 'gesturestart') start = view.zoom;
        else look(() => view.zoomTo(start * scale, ...toCanvas(clientX, clientY)));
      },
      { passive: false },
    );
  }
}
