/** Characters of a name, an address or a value in a sentence. */
const MOST = 120;

/** Characters of what another program says. */
const MOST_OF_REASON = 300;

/**
 * What stands in a sentence.
 * @typedef {{[name: string]: string | number | string[]}} Params
 */

/**
 * An error with a stable name and a sentence that a person can act on.
 *
 * `code`: a stable name of the sentence; `params`: what stands in it, so that a page can say it in
 * its own language (web/app/i18n/messages); `message`: the sentence in English.
 *
 * Names: those of offcut/errors.py (UnreadableImageError, PictureTooLargeError, InvalidOptionError,
 * UnknownModelError, ModelUnavailableError, DamagedModelError, InferenceError, OutOfMemoryError),
 * SourceError (a URL could not be fetched, or the source is no picture at all) and EngineError
 * (Python could not start, or stopped; or there is no browser). A cancelled call rejects with the signal's reason, by
 * default a DOMException named AbortError.
 */
export class OffcutError extends Error {
  /**
   * @param {string} name
   * @param {string} message
   * @param {string} code
   * @param {Params} params
   */
  constructor(name, message, code, params) {
    super(message);
    this.name = name;
    this.code = code;
    this.params = params;
  }
}

/**
 * An error whose sentence is written where it is thrown.
 *
 * @param {string} name
 * @param {string} template the English sentence, with the parameters' names in braces
 * @param {Params & {code: string}} params
 * @returns {OffcutError}
 */
export function failure(name, template, { code, ...given }) {
  const params = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      key,
      typeof value === 'string'
        ? shortened(value, key === 'reason' ? MOST_OF_REASON : MOST)
        : value,
    ]),
  );
  const message = template.replace(/\{(\w+)\}/g, (_, key) => String(params[key]));
  return new OffcutError(name, message, code, params);
}

/**
 * A text that can stand in a sentence: the middle of a long one is left out, such as of a `data:`
 * URL. Python has the same (offcut/errors.py).
 *
 * @param {string} text
 * @param {number} [most] characters
 * @returns {string}
 */
export function shortened(text, most = MOST) {
  if (text.length <= most) return text;
  const half = (most - 1) >> 1;
  // no half of a surrogate pair is left at the cut
  const start = text.slice(0, half).replace(/[\uD800-\uDBFF]$/, '');
  const end = text.slice(-half).replace(/^[\uDC00-\uDFFF]/, '');
  return `${start}…${end}`;
}
