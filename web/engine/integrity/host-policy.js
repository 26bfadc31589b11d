import { trustedUrl } from './trusted-url.js';

/**
 * What the Content-Security-Policy of the page forbids that Offcut needs. The page may be another
 * site's, which has this module in it; workers that start from a Blob have the same policy.
 *
 * @typedef {import('../messages.d.ts').Forbidden} Forbidden
 */

const site = new URL('../../', import.meta.url);

/** Browsers may tell of it a moment after what they stopped has failed. */
const PATIENCE_MS = 200;

/**
 * Settles once something is forbidden.
 *
 * @type {Promise<Forbidden>}
 */
export const forbidden = new Promise((resolve) => {
  // not under Node
  globalThis.addEventListener?.('securitypolicyviolation', (event) => {
    const violation = /** @type {SecurityPolicyViolationEvent} */ (event);
    const found = violation.disposition === 'enforce' && needed(violation);
    if (found) resolve(found);
  });
});

/**
 * The same for who has just failed, and wants to know why.
 *
 * @returns {Promise<Forbidden | null>}
 */
export async function whatIsForbidden() {
  const probe = startProbe();
  const nothing = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const found = await Promise.race([forbidden, nothing]);
  probe?.terminate();
  return found;
}

/**
 * Nobody is told what a worker from a Blob was kept from importing at its start. The same directive
 * decides on a worker from the site itself: of that, the page is told.
 */
function startProbe() {
  try {
    return new Worker(trustedUrl(new URL('../limits.js', import.meta.url)), { type: 'module' });
  } catch {
    return null; // this module is another origin's, which may start no worker here
  }
}

/**
 * @param {SecurityPolicyViolationEvent} violation
 * @returns {Forbidden | null} null if it is none of Offcut's
 */
function needed({ effectiveDirective: directive, blockedURI: blocked, sample }) {
  const own = site.origin === globalThis.location?.origin ? "'self'" : site.origin;
  const isOwn = blocked.startsWith(site.href);
  if (blocked === 'wasm-eval') return { directive: 'script-src', sources: "'wasm-unsafe-eval'" };
  // Pyodide tries `importScripts` too, and goes on without
  if (directive === 'require-trusted-types-for' && sample.startsWith('Worker constructor')) {
    return { directive: 'trusted-types', sources: "offcut default 'allow-duplicates'" };
  }
  if (directive === 'worker-src' && (isOwn || blocked === 'blob')) {
    return { directive, sources: `${own} blob:` };
  }
  return isOwn ? { directive, sources: own } : null;
}
