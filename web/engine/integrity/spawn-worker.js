import { isGuarded } from './controlled.js';
import { trustedBlob, trustedUrl } from './trusted-url.js';

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
  if (isGuarded()) return new Worker(trustedUrl(url), { type: 'module', name });
  const bootstrap = trustedBlob(`import ${JSON.stringify(url.href)};`);
  const worker = new Worker(bootstrap.url, { type: 'module', name });
  worker.addEventListener('message', bootstrap.revoke, { once: true });
  worker.addEventListener('error', bootstrap.revoke, { once: true });
  return worker;
}
