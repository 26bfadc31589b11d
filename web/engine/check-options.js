/**
 * What a call is given besides the picture, checked before anything starts. Values inside `output`
 * and `strokes` are checked in Python (offcut/options.py); here is what would not get there as it is.
 */
import { isBlob } from './brand.js';
import { failure } from './errors.js';

const LARGEST_SIDE = 1_000_000;
const LAST_PAGE = 1_000_000;

/**
 * @param {{name?: unknown, model?: unknown, page?: unknown, side?: unknown, mask?: unknown, output?: unknown,
 *   strokes?: unknown}} options
 */
export function checkOptions({ name, model, page, side, mask, output, strokes }) {
  checkText('name', name);
  checkText('model', model);
  checkPage(page);
  checkSide(side);
  if (mask != null && !isBlob(mask)) {
    throw failure('InvalidOptionError', 'mask must be a Blob, as cutOut returns it.', {
      code: 'mask-no-blob',
    });
  }
  checkKeys('output', output);
  checkKeys('output.edge', /** @type {any} */ (output)?.edge);
  if (Array.isArray(strokes)) for (const stroke of strokes) checkKeys('stroke', stroke);
  checkBackground(/** @type {any} */ (output)?.background);
}

/**
 * @param {string} option
 * @param {unknown} value
 */
function checkText(option, value) {
  if (value == null || typeof value === 'string') return;
  throw failure('InvalidOptionError', '{option} is {value}: give a text.', {
    code: 'option-text',
    option,
    value: shown(value),
  });
}

/** @param {unknown} value whether there is such a page, Python says */
function checkPage(value) {
  if (value == null) return;
  if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= LAST_PAGE) return;
  throw failure(
    'InvalidOptionError',
    '{option} is {value}: give a whole number, {low} to {high}.',
    {
      code: 'option-whole-number',
      option: 'page',
      value: shown(value),
      low: 1,
      high: LAST_PAGE,
    },
  );
}

/** @param {unknown} value pixels, so that a preview has at least one */
function checkSide(value) {
  if (value == null) return;
  if (typeof value === 'number' && value >= 1 && value <= LARGEST_SIDE) return;
  throw failure('InvalidOptionError', '{option} is {value}: give a number, {low} to {high}.', {
    code: 'option-number',
    option: 'side',
    value: shown(value),
    low: 1,
    high: LARGEST_SIDE,
  });
}

/** @param {unknown} value */
function checkBackground(value) {
  if (value == null || typeof value === 'string' || isBlob(value)) return;
  throw failure(
    'InvalidOptionError',
    "{option} is {value}: give a colour such as '#fff', {words}, or a picture.",
    {
      code: 'option-background',
      option: 'output.background',
      value: shown(value),
      words: ["'blur'"],
    },
  );
}

/**
 * A key of this name would be lost on the way to Python, or break it.
 *
 * @param {string} option
 * @param {unknown} values
 */
function checkKeys(option, values) {
  if (values == null || !Object.hasOwn(values, '__proto__')) return;
  throw failure('InvalidOptionError', 'There is no option {option}.', {
    code: 'option-unknown',
    option: `${option}.__proto__`,
  });
}

/** @param {unknown} value */
function shown(value) {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' ? Object.prototype.toString.call(value) : String(value);
}
