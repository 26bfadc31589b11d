import { isGuarded } from './controlled.js';

/**
 * Start a module worker that obeys this page's Content-Security-Policy.
 *
 * A worker that is loaded over the network gets the policy of its own response. The site's service
 * worker sees to that; without it a host such as GitHub Pages sends none, but a worker that is
 * loaded from a Blob inherits its creator's. (Not always from a Blob: Firefox fetches what such a
 * worker imports past the service worker, so that it would not start offline.)
 *
 * @param {URL} url of the module
 * @param {string} name shown in developer tools
 * @returns {Worker}
 */
export function spawn(url, name) {
  if (isGuarded()) return new Worker(url, { type: 'module', name });
  const code = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  const bootstrap = URL.createObjectURL(code);
  const worker = new Worker(bootstrap, { type: 'module', name });
  const revoke = () => URL.revokeObjectURL(bootstrap);
  worker.addEventListener('message', revoke, { once: true });
  worker.addEventListener('error', revoke, { once: true });
  return worker;
}
