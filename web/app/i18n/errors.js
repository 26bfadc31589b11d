import { FALLBACK, language, t, translated } from './language.js';

/** @typedef {import('../../engine/errors.js').Params} Params */

/**
 * What to tell of an error, in the language that is spoken.
 *
 * @param {{message: string, code?: string, params?: Params}} error
 * @returns {string}
 */
export function sentence({ message, code, params = {} }) {
  const key = /** @type {import('./language.js').Key} */ (`error.${code}`);
  const words = Object.entries(params).map(([name, value]) => [name, shown(name, value)]);
  if (translated(key, '')) return t(key, Object.fromEntries(words));
  // none of Offcut's own: only English may say what somebody else has put in English
  return language === FALLBACK ? message : t('error.fault');
}

/**
 * @param {string} name of a parameter
 * @param {string | number | string[]} value
 * @returns {string}
 */
function shown(name, value) {
  if (typeof value === 'string') {
    // what is not called by its file's name is called by words of Offcut's
    return name === 'name' ? translated(`error.name.${value}`, value) : value;
  }
  if (Array.isArray(value)) {
    return new Intl.ListFormat(language, { type: 'disjunction' }).format(value);
  }
  const plain = { useGrouping: false, maximumSignificantDigits: 15 }; // all that a number has
  return new Intl.NumberFormat(language, plain).format(value);
}

/**
 * What was thrown, as an error with a name.
 *
 * @param {unknown} thrown
 * @returns {Error}
 */
export function toError(thrown) {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
