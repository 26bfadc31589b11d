import info from '../../build-info.js';
import { isGuarded } from './controlled.js';

const base = new URL('../../build-info.js', import.meta.url);
/** How long the service worker may take to answer before everything is checked here. */
const PATIENCE_MS = 5000;
/** @type {Promise<void> | undefined} */
let checked;

/**
 * Hold what the workers load against the hashes that were built in.
 *
 * Under the site's own service worker that has been done: it lets nothing else through. Without it
 * the browser's cache gives the same bytes here as to the workers, unless the host forbids caching:
 * so this finds accidents, not a host that means harm (SECURITY.md).
 *
 * @returns {Promise<void>} rejects if a file is another, or can't be had
 */
export async function trust() {
  if (isGuarded() && (await isHeld())) return;
  checked ??= check().catch((error) => {
    checked = undefined; // the next start tries anew
    throw error;
  });
  await checked;
}

/** Whether the service worker knows this release; one of another passes its files on unseen. */
function isHeld() {
  const { port1, port2 } = new MessageChannel();
  navigator.serviceWorker?.controller?.postMessage({ kind: 'holds', url: base.href }, [port2]);
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data.value === true);
    setTimeout(resolve, PATIENCE_MS, false);
  });
}

async function check() {
  await Promise.all(
    Object.entries(info.integrity).map(async ([name, integrity]) => {
      const url = new URL(name, base);
      const response = await fetch(url, { integrity }).catch(() => null);
      if (!response?.ok) {
        throw new Error(`${url.pathname} could not be fetched, or its hash is wrong`);
      }
    }),
  );
}
