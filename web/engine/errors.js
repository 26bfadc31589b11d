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
 * (Python could not start, or stopped). A cancelled call rejects with the signal's reason, by
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
export function failure(name, template, { code, ...params }) {
  const message = template.replace(/\{(\w+)\}/g, (_, key) => String(params[key]));
  return new OffcutError(name, message, code, params);
}
