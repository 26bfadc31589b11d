"""Whether what is on the page is large enough, whole, and where nothing else is."""

from __future__ import annotations

from playwright.sync_api import Page

# Lists of one line each per fault; what lies under something else is left out.
_COMMON = """
const over = document.querySelector('dialog[open], .dragging #drop-here');
const root = over ?? document.body;
const isSeen = (element) => {
  if (!element.checkVisibility({ visibilityProperty: true })) return false;
  for (let outer = element; outer; outer = outer.parentElement) {
    if (getComputedStyle(outer).clipPath === 'inset(50%)') return false; // it is heard only
  }
  return true;
};
// what stays in sight while the rest is scrolled lies over it
const layerOf = (element) => {
  for (let outer = element; outer; outer = outer.parentElement) {
    if (['sticky', 'fixed'].includes(getComputedStyle(outer).position)) return outer;
  }
  return null;
};
const named = (element) => {
  const text = (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40);
  return `${element.localName}${element.id && `#${element.id}`}.${element.className} “${text}”`;
};
"""

_SMALL_TARGETS = (
    f"""
(least) => {{ {_COMMON} """
    """
  const faults = [];
  for (const control of root.querySelectorAll('button, input, select, summary, [role=switch]')) {
    // a press on its label is one on a box, a radio button or a chooser
    const isLabelled = ['checkbox', 'radio', 'file'].includes(control.type);
    const labels = isLabelled ? [...control.labels] : [];
    const targets = [control, ...labels].filter(isSeen);
    if (!targets.length) continue;
    const sizes = targets.map((target) => target.getBoundingClientRect());
    const isLarge = ({ width, height }) => Math.min(width, height) >= least - 0.01;
    if (sizes.some(isLarge)) continue;
    const [{ width, height }] = sizes;
    faults.push(`${named(control)} is ${width.toFixed(1)} wide and ${height.toFixed(1)} high`);
  }
  return faults;
}
"""
)

_MISPLACED = (
    f"""
() => {{ {_COMMON} """
    """
  const faults = [];
  const { documentElement: page } = document;
  if (page.scrollWidth > page.clientWidth) {
    faults.push(`the page is ${page.scrollWidth} wide in a window of ${page.clientWidth}`);
  }
  const texts = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    // an option is drawn by its list; the rest of a card's words is beside the selected picture
    if (!node.data.trim() || element.closest('option, script, noscript, .words, canvas')) continue;
    // a name that is shortened tells all of itself when it is pointed at
    const isShortened = getComputedStyle(element).textOverflow === 'ellipsis' && element.title;
    if (!isSeen(element) || isShortened) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (!box.width || !box.height) continue;
      const cut = cutter(element, box);
      if (cut) faults.push(`${named(element)} is cut off by ${named(cut)}`);
      else if (cut === null) texts.push({ element, box });
    }
  }
  const context = document.createElement('canvas').getContext('2d');
  for (const select of [...root.querySelectorAll('select')].filter(isSeen)) {
    const style = getComputedStyle(select);
    context.font = style.font;
    const { width } = context.measureText(select.selectedOptions[0]?.text ?? '');
    const arrow = 16;
    const around = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight) + arrow;
    if (width > select.clientWidth - around) faults.push(`${named(select)} is too narrow`);
  }
  const controls = [...root.querySelectorAll('button:not(.pick), input, select')].filter(isSeen);
  const boxes = controls.map((element) => ({ element, box: element.getBoundingClientRect() }));
  for (const [at, { element, box }] of texts.entries()) {
    for (const other of [...texts.slice(at + 1), ...boxes]) {
      const related = other.element.contains(element) || element.contains(other.element);
      if (related || element.closest('label')?.contains(other.element)) continue;
      if (layerOf(element) !== layerOf(other.element)) continue;
      const x = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const y = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      if (x > 1 && y > 2) faults.push(`${named(element)} overlaps ${named(other.element)}`);
    }
  }
  return [...new Set(faults)];

  // the ancestor that cuts the box; null for none, undefined if people can scroll to it
  function cutter(element, box) {
    for (let outer = element; outer && outer !== page; outer = outer.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(outer);
      const values = [overflowX, overflowY];
      if (outer === document.body || values.every((value) => value === 'visible')) continue;
      if (values.some((value) => value === 'auto' || value === 'scroll')) return undefined;
      const { left, right, top, bottom } = outer.getBoundingClientRect();
      if (box.left < left - 1 || box.right > right + 1) return outer;
      if (box.top < top - 1 || box.bottom > bottom + 1) return outer;
    }
    return box.left < -1 || box.right > innerWidth + 1 ? page : null;
  }
}
"""
)


def small_targets(page: Page, least: int = 44) -> list[str]:
    """Controls that are not ``least`` CSS pixels wide and high, with their labels."""
    faults: list[str] = page.evaluate(_SMALL_TARGETS, least)
    return faults


def misplaced(page: Page) -> list[str]:
    """Texts that are cut off or lie on others, and whether the page scrolls sideways."""
    faults: list[str] = page.evaluate(_MISPLACED)
    return faults
