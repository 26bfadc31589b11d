import { find } from './dom.js';

/** @typedef {import('../state/state.js').AppStore} AppStore */

/** What can't have the focus any more. */
const GONE = '[hidden], [hidden] *, body.working .samples *';

/** By where the focus was lost: what takes it, of which the first that is there. */
const HEIRS = [
  ['.inspector', '.inspector [role=tab][aria-selected=true]'],
  ['.view, #bar', '#main-actions > :not([hidden])'],
  ['.view, #bar', '#more-actions > .remove'],
  ['.pictures, #undo', '.pictures [aria-current=true]'],
];

/**
 * Keep the focus from falling off the page with a control that goes.
 *
 * @template T
 * @param {AppStore} store
 * @param {() => T} draw makes the views, which watch the store
 * @returns {T} what `draw` returns
 */
export function keepingFocus(store, draw) {
  /** @type {Element | null} */
  let held = null;
  // a browser may take the focus away while views are drawn, or later
  store.watch(() => {
    held = document.activeElement;
  });
  const drawn = draw();
  store.watch(({ pictures }) => {
    if (!held?.matches(GONE)) return;
    const heir = pictures.length ? heirOf(held) : find(HTMLElement, '#file');
    heir.focus();
  });
  return drawn;
}

/** @param {Element} held what had the focus */
function heirOf(held) {
  for (const [where = '', heirs = ''] of HEIRS) {
    const heir = held.closest(where) ? document.querySelector(heirs) : null;
    if (heir instanceof HTMLElement && heir.getClientRects().length) return heir;
  }
  return find(HTMLElement, '#work-title');
}
