import { language, t } from '../i18n/language.js';

/** Numbers as people read them. Sizes are decimal: 1 MB is 1,000,000 bytes, as on a data plan. */

/** Making one takes far longer than using it. @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/**
 * @param {number} value
 * @param {Intl.NumberFormatOptions} options
 */
function formatted(value, options) {
  const key = `${language} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(language, options);
  formats.set(key, format);
  return format.format(value);
}

/**
 * @param {number} value
 * @param {number} [digits] after the decimal point
 * @returns {string}
 */
export function number(value, digits = 0) {
  return formatted(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/**
 * @param {number} share 1 is all
 * @param {number} [digits] after the decimal point
 * @returns {string}
 */
export function percent(share, digits = 0) {
  return formatted(share, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/**
 * @param {number} value
 * @param {'kilobyte' | 'megabyte' | 'gigabyte'} unit
 * @param {number} digits
 */
function measure(value, unit, digits) {
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return formatted(value, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    useGrouping: false,
    ...fraction,
  });
}

/**
 * @param {number} bytes
 * @returns {string}
 */
export function megabytes(bytes) {
  if (bytes < 1e5) return measure(Math.ceil(bytes / 1000), 'kilobyte', 0);
  if (bytes >= 1e10) return measure(bytes / 1e9, 'gigabyte', 0);
  return measure(bytes / 1e6, 'megabyte', bytes < 1e7 ? 1 : 0);
}

/**
 * @param {number} milliseconds that are only guessed
 * @returns {string} whole seconds or minutes
 */
export function roughly(milliseconds) {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  return seconds < 90
    ? t('unit.seconds', { seconds: number(seconds) })
    : t('unit.whole-minutes', { minutes: number(Math.round(seconds / 60)) });
}

/**
 * @param {number} milliseconds
 * @returns {string}
 */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return t('unit.seconds', { seconds: number(seconds, 1) });
  const [minutes, rest] = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
  return t('unit.minutes', { minutes: number(minutes), seconds: number(rest) });
}
