/**
 * @typedef {typeof import('./messages/en.json')} Messages
 * @typedef {keyof Messages} Key
 * @typedef {{[name: string]: string | number}} Values
 * @typedef {Partial<Record<string, string>>} Texts messages by their keys
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

export const FALLBACK = 'en';
const RIGHT_TO_LEFT = new Set(['ar']);
const HAS_RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** @type {Texts} */
let messages = {};
/** The fallback's, for what another language lacks. @type {Texts} */
let english = {};
/** Of `language`. */
let plurals = new Intl.PluralRules(FALLBACK);

/** The one that is spoken: a tag as of BCP 47. */
export let language = FALLBACK;

/**
 * Take a language's messages from now on. The page is told by `speak`.
 *
 * @param {string} code one of `LANGUAGES`
 * @param {Texts} texts
 * @param {Texts} otherwise the fallback's
 */
export function use(code, texts, otherwise) {
  messages = texts;
  english = otherwise;
  language = code;
  plurals = new Intl.PluralRules(code);
}

/**
 * A sentence in the language that is spoken.
 *
 * @param {Key} key
 * @param {Values} [values] for what stands in braces
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = messages[key] ?? english[key] ?? key;
  const turned = directionOf(language) === 'rtl';
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    // isolated: names and numbers of the other direction must not turn what stands around them
    return turned || HAS_RIGHT_TO_LEFT.test(`${value}`) ? `\u2068${value}\u2069` : `${value}`;
  });
}

/**
 * A sentence that depends on a number: of the messages `key.one`, `key.other` and so on, the one
 * that fits it.
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
  // a Chinese full stop brings its space
  return parts.filter(Boolean).join(language.startsWith('zh') ? '' : ' ');
}

/**
 * @param {string} code
 * @returns {'ltr' | 'rtl'} how it is written
 */
export function directionOf(code) {
  return RIGHT_TO_LEFT.has(code) ? 'rtl' : 'ltr';
}

/**
 * The first that there is of the languages that somebody would like.
 *
 * @param {readonly string[]} wanted tags as of BCP 47; empty ones are passed over
 * @returns {string} one of `LANGUAGES`
 */
export function firstKnown(wanted) {
  return wanted.map(known).find(Boolean) ?? FALLBACK;
}

/** @param {string} wanted */
function known(wanted) {
  const codes = Object.keys(LANGUAGES);
  // of Chinese there is one script only: better than English for who asks for the other
  return (
    codes.find((code) => code === wanted) ??
    codes.find((code) => code.split('-')[0] === wanted.split('-')[0])
  );
}
