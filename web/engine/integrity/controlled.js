import info from '../../build-info.js';

const script = new URL(info.serviceWorker, new URL('../../build-info.js', import.meta.url)).href;

/**
 * Whether all that this page or worker loads goes through the site's own service worker, which
 * checks every file and binds it to the site's policy. (Another site that uses this module may have
 * a service worker of its own, which does neither.)
 */
export function isGuarded() {
  // a worker was told by its address: see spawn.js
  if (!('document' in globalThis)) return location.protocol !== 'blob:';
  return navigator.serviceWorker?.controller?.scriptURL === script;
}
