import info from '../build-info.js';
import { OffcutError } from './errors.js';

/**
 * @typedef {{
 *   id: string,
 *   title: string,
 *   precision: string,
 *   summary: string,
 *   bytes: number,
 *   default: boolean,
 *   stored: number,
 * }} Model
 */

export const manifestUrl = new URL(info.models, new URL('../build-info.js', import.meta.url));

/** In Cache Storage, which all sites of one origin share: hence the site's path. */
export const cacheName = `offcut-models ${new URL('.', manifestUrl).pathname}`;

/**
 * The variants to choose from, in the order in which to show them.
 *
 * `bytes` is what a first visitor downloads; `stored` is how many of them lie on this device, maybe
 * because another variant shares them.
 *
 * @returns {Promise<Model[]>}
 */
export async function models() {
  const [manifest, kept] = await Promise.all([readManifest(), storedUrls()]);
  return manifest.variants.map((/** @type {any} */ variant) => {
    const { id, title, precision, summary, bytes, parts } = variant;
    const stored = parts
      .filter((/** @type {any} */ part) => kept.has(new URL(part.path, manifestUrl).href))
      .reduce((/** @type {number} */ sum, /** @type {any} */ part) => sum + part.bytes, 0);
    return { id, title, precision, summary, bytes, stored, default: id === manifest.default };
  });
}

/** @returns {Promise<any>} */
async function readManifest() {
  try {
    const response = await fetch(manifestUrl).catch(() => null);
    const fresh = response?.ok ? await response.json().catch(() => null) : null;
    if (fresh) return fresh;
    const kept = await (await caches.open(cacheName)).match(manifestUrl);
    if (kept) return await kept.json();
  } catch {
    // falls through: whatever failed, the list is not there
  }
  throw new OffcutError(
    'ModelUnavailableError',
    'The list of models could not be fetched: check the connection and try again.',
  );
}

/** @returns {Promise<Set<string>>} */
async function storedUrls() {
  try {
    const cache = await caches.open(cacheName);
    return new Set((await cache.keys()).map((request) => request.url));
  } catch {
    return new Set(); // no Cache Storage here (no HTTPS, say): nothing is stored
  }
}
