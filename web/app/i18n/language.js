import info from '../../build-info.js';

/**
 * @typedef {typeof import('../messages/en.json')} Messages
 * @typedef {keyof Messages} Key
 * @typedef {{[name: string]: string | number}} Values
 */

/** The languages there are, each by its own name. */
export const LANGUAGES = Object.freeze({
  en: 'English',
  es: 'Español',
  fr: 'Français',
  de: 'Deutsch',
  'zh-Hans': '简体中文',
  ar: 'العربية',
});

const REMEMBERED = 'offcut-language';
const FALLBACK = 'en';
const RIGHT_TO_LEFT = new Set(['ar']);
const base = new URL('../../build-info.js', import.meta.url);

/** @type {Partial<Record<string, string>>} */
let messages = {};
/** The fallback's, for what another language lacks. @type {Partial<Record<string, string>>} */
let english = {};
/** The last that was asked for: who goes quickly through a list gets that, however slow the others are. */
let asked = FALLBACK;
/** Of `language`. */
let plurals = new Intl.PluralRules(FALLBACK);

/** Called after every change of language. @type {Set<() => void>} */
const watchers = new Set();

/** The one that is spoken: a tag as of BCP 47. */
export let language = FALLBACK;

/**
 * A sentence in the language that is spoken.
 *
 * @param {Key} key
 * @param {Values} [values] for what stands in braces
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = messages[key] ?? english[key] ?? key;
  // isolated: Latin names and numbers must not change the order of what stands around them
  const [start, end] = RIGHT_TO_LEFT.has(language) ? ['\u2068', '\u2069'] : ['', ''];
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined ? whole : `${start}${value}${end}`;
  });
}

/**
 * A sentence that depends on a number: of the messages `key.one`, `key.other` and so on, the one that
 * fits it.
 *
 * @param {string} key
 * @param {number} count stands for `{count}`
 * @param {Values} [values]
 * @returns {string}
 */
export function counted(key, count, values = {}) {
  const form = `${key}.${plurals.select(count)}`;
  const known = messages[form] === undefined ? `${key}.other` : form;
  return t(/** @type {Key} */ (known), {
    count: new Intl.NumberFormat(language).format(count),
    ...values,
  });
}

/**
 * What the site's data says in English, in the language that is spoken.
 *
 * @param {string} key
 * @param {string} otherwise if there is no such message
 * @returns {string}
 */
export function translated(key, otherwise) {
  return messages[key] ?? english[key] ?? otherwise;
}

/**
 * Several sentences, one after the other.
 *
 * @param {...string} parts empty ones are left out
 * @returns {string}
 */
export function sentences(...parts) {
  return parts.filter(Boolean).join(language.startsWith('zh') ? '' : ' '); // its full stop brings its space
}

/** @returns {string} what the visitor chose last time, or else the first that the browser asks for */
export function preferred() {
  const wanted = [remembered(), ...navigator.languages];
  return wanted.map(known).find(Boolean) ?? FALLBACK;
}

/**
 * Speak a language from now on.
 *
 * @param {string} code one of `LANGUAGES`
 * @returns {Promise<void>} rejects if its messages can't be had; nothing changes then
 */
export async function speak(code) {
  asked = code;
  if (Object.keys(english).length === 0) english = await fetched(FALLBACK);
  const found = code === FALLBACK ? english : await fetched(code);
  if (asked !== code) return;
  messages = found;
  language = code;
  plurals = new Intl.PluralRules(code);
  document.documentElement.lang = code;
  document.documentElement.dir = RIGHT_TO_LEFT.has(code) ? 'rtl' : 'ltr';
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

/** @param {string} wanted */
function known(wanted) {
  const codes = Object.keys(LANGUAGES);
  // of Chinese there is one script only: better than English for who asks for the other
  return (
    codes.find((code) => code === wanted) ??
    codes.find((code) => wanted !== '' && code.split('-')[0] === wanted.split('-')[0])
  );
}

/**
 * @param {string} code
 * @returns {Promise<Partial<Record<string, string>>>}
 */
async function fetched(code) {
  const url = new URL(`app/messages/${code}.json`, base);
  const response = await fetch(url, { integrity: info.messages[code] ?? '' });
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response.json();
}
