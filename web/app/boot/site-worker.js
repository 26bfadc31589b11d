import { trustedUrl } from '../../engine/integrity/trusted-url.js';
import { find } from '../ui/dom.js';

/** The service worker (service-worker/main.js) as the page sees it. */

const PATIENCE_MS = 30_000;

const site = new URL('./', location.href);

/** Name of the release that this page belongs to. */
export const release = find(HTMLMetaElement, 'meta[name=release]').content;

/** Whether requests of this page go through the service worker. */
export function isControlled() {
  return Boolean(navigator.serviceWorker?.controller);
}

/**
 * Have the browser install the service worker, or look for a newer one.
 *
 * @returns {Promise<ServiceWorkerRegistration | null>} null where there can be none: no HTTPS, a
 *   private window of some browsers, a browser that is too old
 */
export async function register() {
  holdRelease();
  try {
    return await navigator.serviceWorker.register(trustedUrl(new URL('sw.js', site)), {
      type: 'module',
      updateViaCache: 'none',
    });
  } catch (error) {
    console.warn('Without a service worker the page works online only:', error);
    return null;
  }
}

/**
 * Ask the service worker for something (the kinds are in service-worker/main.js).
 *
 * @param {string} kind
 * @param {Record<string, unknown>} [values]
 * @param {ServiceWorker | null} [worker]
 * @returns {Promise<any>} rejects if there is no worker, or it fails, or keeps silent
 */
export function ask(kind, values = {}, worker = navigator.serviceWorker?.controller ?? null) {
  return new Promise((resolve, reject) => {
    if (!worker) throw new Error('There is no service worker.');
    const { port1, port2 } = new MessageChannel();
    // fetching all of a release takes as long as it takes
    const patience = kind === 'complete' ? 2 ** 31 - 1 : PATIENCE_MS;
    const timer = setTimeout(() => reject(new Error(`${kind}: no answer`)), patience);
    port1.onmessage = ({ data: { value, error } }) => {
      clearTimeout(timer);
      if (error === undefined) resolve(value);
      else reject(new Error(error));
    };
    worker.postMessage({ kind, ...values }, [port2]);
  });
}

/** As long as this page lives, no newer service worker may delete the files of its release. */
function holdRelease() {
  const name = `offcut-app ${site.pathname} ${release}`;
  // refused where site data are blocked; there is nothing to hold then
  navigator.locks?.request(name, { mode: 'shared' }, () => new Promise(() => {})).catch(() => {});
}
