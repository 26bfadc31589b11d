import info from '../../build-info.js';

/**
 * Where a policy asks for Trusted Types, a worker starts from no plain string.
 * TypeScript's library does not have them.
 *
 * @typedef {{createPolicy: (
 *   name: string,
 *   rules: {createScriptURL: (url: string) => string},
 * ) => {createScriptURL: (url: string) => any}}} Factory
 */

const base = new URL('../../build-info.js', import.meta.url);
const site = new URL('.', new URL(info.serviceWorker, base)).href;
/** Addresses of the Blobs that were made here. @type {Set<string>} */
const made = new Set();
const policy = createPolicy('offcut', (url) => url.startsWith(site) || made.has(url));

/**
 * @param {string} name
 * @param {(url: string) => boolean} allows which scripts
 */
export function createPolicy(name, allows) {
  /** @param {string} url */
  const createScriptURL = (url) => {
    if (allows(url)) return url;
    throw new TypeError(`${url} is no script of Offcut.`);
  };
  try {
    const { trustedTypes } = /** @type {{trustedTypes?: Factory}} */ (globalThis);
    return trustedTypes?.createPolicy(name, { createScriptURL }) ?? null;
  } catch {
    return null; // another site's policy, which does not know this name
  }
}

/**
 * A script of this site, in the form in which a worker may start from it.
 *
 * @param {URL} url
 * @returns {any} a string where the browser has no Trusted Types
 */
export function trustedUrl(url) {
  return policy ? policy.createScriptURL(url.href) : url.href;
}

/**
 * The same for a script that is written here.
 *
 * @param {string} code
 * @returns {{url: any, revoke: () => void}}
 */
export function trustedBlob(code) {
  const blob = new Blob([code], { type: 'text/javascript' });
  const address = URL.createObjectURL(blob);
  made.add(address);
  const url = trustedUrl(new URL(address));
  made.delete(address);
  return { url, revoke: () => URL.revokeObjectURL(address) };
}
