/**
 * Find an element that the page must have.
 *
 * @template {Element} T
 * @param {new () => T} kind
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {T}
 */
export function find(kind, selector, root = document) {
  const element = root.querySelector(selector);
  if (element instanceof kind) return element;
  throw new TypeError(`The page has no ${kind.name} ${selector}.`);
}

/**
 * A copy of the one element in a template.
 *
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function stamp(selector) {
  const copy = find(HTMLTemplateElement, selector).content.firstElementChild?.cloneNode(true);
  if (copy instanceof HTMLElement) return copy;
  throw new TypeError(`The template ${selector} is empty.`);
}
