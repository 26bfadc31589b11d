/**
 * An error with a stable name and a sentence that a person can act on.
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
   */
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}
