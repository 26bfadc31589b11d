import { t } from '../i18n/language.js';

/**
 * @typedef {import('../i18n/language.js').Key} Key
 * @typedef {{
 *   t?: Key,
 *   label?: Key,
 *   title?: Key,
 *   on?: {[event: string]: (event: any) => void},
 *   [attribute: string]: unknown,
 * }} Attributes
 * `t`, `label`, `title`: messages for the text, `aria-label` and `title`, which follow the
 * language; `on`: listeners; all others as they are, true for an empty one, false or undefined for
 * none.
 */

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

/**
 * Make an element.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  const { t: text, label, title, on = {}, ...rest } = attributes;
  for (const [name, value] of Object.entries(rest)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  if (text) {
    element.dataset.t = text;
    element.textContent = t(text);
  }
  if (label) {
    element.dataset.tLabel = label;
    element.setAttribute('aria-label', t(label));
  }
  if (title) {
    element.dataset.tTitle = title;
    element.title = t(title);
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children);
  return element;
}
