import info from '../../build-info.js';

const script = new URL(info.serviceWorker, new URL('../../build-info.js', import.meta.url)).href;
const workers = new URL('../../workers/', import.meta.url).href;

/**
 * Whether all that this page or worker loads goes through the site's own service worker, which
 * checks every file and binds it to the site's policy. (Another site that uses this module may have
 * a service worker of its own, which does neither.)
 */
export function isGuarded() {
  // a worker of Offcut's was told by its address (see spawn-worker.js); any other is a host's own
  if (!('document' in globalThis)) return location.href.startsWith(workers);
  return navigator.serviceWorker?.controller?.scriptURL === script;
}
