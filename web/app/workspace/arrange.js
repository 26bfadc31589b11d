import { find } from '../ui/dom.js';

/** @typedef {import('../state/state.js').AppStore} AppStore */

/** Widths of the page's content, in rem: as in the container queries of the style sheets. */
const PHONE = 36;
const COLUMNS = 74;

/**
 * Keep the document in the order of what is seen, which the keyboard and a screen reader follow. In
 * columns the list of pictures comes first; above each other, the picture does. On a phone its buttons
 * are in the bar at the bottom, and what brings more pictures comes after it.
 *
 * @param {AppStore} store
 */
export function arrange(store) {
  const [desk, work, bench, actions, bar, sheet, drop, list, view, inspector, main, more] = [
    ...['.desk', '#work', '.bench', '#actions', '#bar', '#sheet', '#drop', '#pictures'],
    ...['#work .view', '#inspector', '#main-actions', '#more-actions'],
  ].map((name) => find(HTMLElement, name));
  const [title, all] = ['.work-title', '#download-all'].map((name) => find(HTMLElement, name));
  const name = find(HTMLElement, '#shown-name');
  let width = Number.POSITIVE_INFINITY;
  const place = () => {
    const held = document.activeElement;
    const isPhone = width < PHONE && store.state.pictures.length > 0;
    // of the headings it is the first then
    name.setAttribute('aria-level', isPhone ? '2' : '3');
    if (isPhone) {
      fill(bench, view, list, title, drop, all, inspector);
      fill(bar, main);
      fill(sheet, more);
    } else {
      fill(desk, drop, work);
      fill(work, title, all, bench);
      fill(bench, ...(width < COLUMNS ? [view, list] : [list, view]), inspector);
      fill(actions, main, more);
    }
    // what is moved loses it
    const isLost = held instanceof HTMLElement && held !== document.activeElement;
    if (isLost) held.focus({ preventScroll: true });
  };
  store.watch(({ pictures }, before) => {
    if (pictures.length > 0 !== before.pictures.length > 0) place();
  });
  new ResizeObserver(([entry]) => {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    width = (entry?.contentRect.width ?? 0) / rem;
    place();
  }).observe(find(HTMLElement, 'main'));
}

/**
 * See to it that a place begins with these, in this order.
 *
 * @param {HTMLElement} [place]
 * @param {...(HTMLElement | undefined)} parts
 */
function fill(place, ...parts) {
  const known = parts.filter((part) => part !== undefined);
  if (!known.every((part, at) => place?.children[at] === part)) place?.prepend(...known);
}
