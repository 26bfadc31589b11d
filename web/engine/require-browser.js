import { failure } from './errors.js';

/** @throws {import('./errors.js').OffcutError} where no worker can be started: under Node, say */
export function requireBrowser() {
  if (typeof Worker !== 'undefined' && typeof location !== 'undefined') return;
  throw failure(
    'EngineError',
    'Offcut runs in a browser: call it in a page, or in a worker that can start workers.',
    { code: 'no-browser' },
  );
}
