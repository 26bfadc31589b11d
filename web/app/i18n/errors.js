import { language, t, translated } from './language.js';

/** Of an error's own words, how many characters are still read. */
const SHORT = 120;

/**
 * What to tell of an error: in English its own message; in another language what its kind means,
 * and that message after it unless it is long.
 *
 * @param {{name: string, message: string}} error
 * @returns {string}
 */
export function sentence({ name, message }) {
  if (language === 'en') return message;
  const general = translated(`error.${name}`, '');
  if (!general) return message;
  if (message.length > SHORT) return general;
  // isolated: English must not be turned around in a language that is written from right to left
  return t('error.detail', {
    sentence: general,
    detail: `\u2068${message.replace(/\.$/, '')}\u2069`,
  });
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
