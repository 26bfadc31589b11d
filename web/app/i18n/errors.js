import { FALLBACK, language, t, translated } from './language.js';

/**
 * @typedef {import('../../engine/errors.js').Params} Params
 * @typedef {import('./language.js').Key} Key
 */

/**
 * What to tell of an error, in the language that is spoken.
 *
 * @param {{message: string, code?: string, params?: Params}} error
 * @returns {string}
 */
export function sentence({ message, code, params = {} }) {
  const key = /** @type {Key} */ (`error.${code}`);
  if (translated(key, '')) return t(key, words(params));
  // none of Offcut's own: only English may say what somebody else has put in English
  return language === FALLBACK ? message : t('error.fault');
}

/**
 * What to say of a picture beside its result, in the language that is spoken.
 *
 * @param {import('../../engine/messages.d.ts').Note} note
 * @returns {string}
 */
export function noted({ code, params }) {
  return t(/** @type {Key} */ (`note.${code}`), words(params));
}

/**
 * @param {Params} params
 * @returns {import('./language.js').Values}
 */
function words(params) {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, shown(name, value)]),
  );
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
