/**
 * Start a module worker that obeys this page's Content-Security-Policy.
 *
 * A worker that is loaded over the network gets the policy of its own response, and a host such as
 * GitHub Pages sends none; one that is loaded from a Blob inherits its creator's.
 *
 * @param {URL} url of the module
 * @param {string} name shown in developer tools
 * @returns {Worker}
 */
export function spawn(url, name) {
  const code = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  const bootstrap = URL.createObjectURL(code);
  const worker = new Worker(bootstrap, { type: 'module', name });
  const revoke = () => URL.revokeObjectURL(bootstrap);
  worker.addEventListener('message', revoke, { once: true });
  worker.addEventListener('error', revoke, { once: true });
  return worker;
}
