import info from '../../build-info.js';
import { FALLBACK, directionOf, firstKnown, t, use } from './language.js';

/** @typedef {import('./language.js').Key} Key */

const REMEMBERED = 'offcut-language';
const base = new URL('../../build-info.js', import.meta.url);

/** The fallback's messages. @type {import('./language.js').Texts | undefined} */
let english;
/**
 * The last that was asked for: who goes quickly through a list gets that, however slow the others
 * are.
 */
let asked = FALLBACK;

/** Called after every change of language. @type {Set<() => void>} */
const watchers = new Set();

/**
 * @returns {string} what the visitor chose last time, or else the first that the browser asks for
 */
export function preferred() {
  return firstKnown([remembered(), ...navigator.languages]);
}

/**
 * Speak a language from now on.
 *
 * @param {string} code one of `LANGUAGES`
 * @returns {Promise<void>} rejects if its messages can't be had; nothing changes then
 */
export async function speak(code) {
  asked = code;
  english ??= await fetched(FALLBACK);
  const found = code === FALLBACK ? english : await fetched(code);
  if (asked !== code) return;
  use(code, found, english);
  document.documentElement.lang = code;
  document.documentElement.dir = directionOf(code);
  translate(document);
  for (const watcher of watchers) watcher();
}

/**
 * Be told after every change of language, when all that `data-t` names is translated: to draw anew
 * what was made of messages and a state.
 *
 * @param {() => void} watcher
 * @returns {() => void} ends it
 */
export function onSpeak(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/**
 * Put messages into all elements below that name one by `data-t` (its text), `data-t-label`
 * (`aria-label`) or `data-t-title` (`title`).
 *
 * @param {ParentNode} root
 */
export function translate(root) {
  for (const element of /** @type {Iterable<HTMLElement>} */ (root.querySelectorAll('[data-t]'))) {
    element.textContent = t(/** @type {Key} */ (element.dataset.t));
  }
  for (const [name, attribute] of /** @type {const} */ ([
    ['tLabel', 'aria-label'],
    ['tTitle', 'title'],
  ])) {
    const selector = `[data-t-${attribute.replace('aria-', '')}]`;
    for (const element of /** @type {Iterable<HTMLElement>} */ (root.querySelectorAll(selector))) {
      element.setAttribute(attribute, t(/** @type {Key} */ (element.dataset[name])));
    }
  }
}

/** @param {string} code */
export function choose(code) {
  try {
    localStorage.setItem(REMEMBERED, code);
  } catch {
    // where a site may store nothing, it holds for this visit
  }
}

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED) ?? '';
  } catch {
    return '';
  }
}

/**
 * @param {string} code
 * @returns {Promise<import('./language.js').Texts>}
 */
async function fetched(code) {
  const url = new URL(`app/i18n/messages/${code}.json`, base);
  const response = await fetch(url, { integrity: info.messages[code] ?? '' });
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response.json();
}
