import info from '../build-info.js';
import { isGuarded } from './guarded.js';

const base = new URL('../build-info.js', import.meta.url);
/** @type {Promise<void> | undefined} */
let checked;

/**
 * Hold what the workers load against the hashes that were built in.
 *
 * Under the site's own service worker that has been done: it lets nothing else through. Without it
 * the browser's cache gives the same bytes here as to the workers.
 *
 * @returns {Promise<void>} rejects if a file is another, or can't be had
 */
export function trust() {
  if (isGuarded()) return Promise.resolve();
  checked ??= check().catch((error) => {
    checked = undefined; // the next start tries anew
    throw error;
  });
  return checked;
}

async function check() {
  await Promise.all(
    Object.entries(info.integrity).map(async ([name, integrity]) => {
      const url = new URL(name, base);
      const response = await fetch(url, { integrity }).catch(() => null);
      if (!response?.ok) {
        throw new Error(`${url.pathname} could not be fetched, or is not what it should be`);
      }
    }),
  );
}
