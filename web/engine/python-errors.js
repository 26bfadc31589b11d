/** The errors that calls of Python's come to. */
import { failure, OffcutError } from './errors.js';

/** @param {import('./messages.d.ts').Error} told by Python */
export function toError({ name, message, code, params }) {
  return new OffcutError(name, message, code, params);
}

/** @param {string} reason */
export function stopped(reason) {
  return failure(
    'EngineError',
    'Python stopped: {reason}. Reload the page, and if that does not help, close other tabs to free memory.',
    { code: 'python-stopped', reason },
  );
}

/** @param {import('./messages.d.ts').Forbidden} forbidden */
export function notAllowed({ directive, sources }) {
  return failure(
    'EngineError',
    "The page's Content-Security-Policy forbids what Offcut needs: let {directive} allow {sources}.",
    { code: 'policy-forbids', directive, sources },
  );
}

/** @param {string} reason */
export function stoppedTwice(reason) {
  return failure(
    'EngineError',
    'Python stopped twice at this point: {reason}. Scale the picture down or close other tabs to free memory, then try again.',
    { code: 'python-stopped-twice', reason },
  );
}

/** @param {unknown} error of the browser, for what can't be copied to a worker */
export function notCopied(error) {
  return failure(
    'InvalidOptionError',
    "An option can't be handed on ({reason}): give plain values.",
    { code: 'option-not-plain', reason: error instanceof Error ? error.message : String(error) },
  );
}
