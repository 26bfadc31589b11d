import info from '../../build-info.js';
import { failure } from '../errors.js';
import { requireBrowser } from '../require-browser.js';

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

export const manifestUrl = new URL(info.models, new URL('../../build-info.js', import.meta.url));

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
  requireBrowser();
  const [{ variants, default: usual }, kept] = await Promise.all([readManifest(), storedUrls()]);
  return variants.map((/** @type {any} */ variant) => {
    const { id, title, precision, summary, bytes, parts } = variant;
    const stored = parts
      .filter((/** @type {any} */ part) => kept.has(new URL(part.path, manifestUrl).href))
      .reduce((/** @type {number} */ sum, /** @type {any} */ part) => sum + part.bytes, 0);
    return { id, title, precision, summary, bytes, stored, default: id === usual };
  });
}

/**
 * The addresses of a model's parts.
 *
 * @param {string} id
 * @returns {Promise<string[]>}
 */
export async function partsOf(id) {
  return (await findParts(id)).map(({ url }) => url);
}

/**
 * A model's parts, in the order of its files; `bytes` as they are sent.
 *
 * @param {string} [id] none for the default
 * @returns {Promise<{path: string, url: string, bytes: number}[]>} none if there is no such model
 */
export async function findParts(id) {
  const { variants, default: usual } = await readManifest();
  const variant = variants.find((/** @type {any} */ { id: other }) => other === (id ?? usual));
  return (variant?.parts ?? []).map((/** @type {any} */ { path, bytes }) => ({
    path,
    url: new URL(path, manifestUrl).href,
    bytes,
  }));
}

/**
 * A model's files as ONNX Runtime reads them, the graph first; `url` is where one may be kept.
 *
 * @param {string} [id] none for the default
 * @returns {Promise<{name: string, url: string, bytes: number, sha256: string}[]>} none if there is
 *   no such model
 */
export async function findFiles(id) {
  const { variants, default: usual } = await readManifest();
  const variant = variants.find((/** @type {any} */ { id: other }) => other === (id ?? usual));
  return (variant?.files ?? []).map((/** @type {any} */ { name, bytes, sha256 }) => ({
    name,
    url: new URL(`unpacked/${sha256}`, manifestUrl).href,
    bytes,
    sha256,
  }));
}

/** @type {any} */
let manifest;

/**
 * The list that belongs to this release: its address names its hash. The Python worker keeps it,
 * and verifies it before anything is loaded.
 *
 * Read once: after everything was deleted, fetching it would make the service worker keep it anew.
 *
 * @returns {Promise<any>}
 */
async function readManifest() {
  manifest ??= await findManifest();
  return manifest;
}

/** @returns {Promise<any>} */
async function findManifest() {
  let reason = '';
  for (const find of [() => caches.match(manifestUrl, { cacheName }), () => fetch(manifestUrl)]) {
    try {
      const answer = await find();
      if (answer?.ok) return await answer.json();
      if (answer) reason = `the server answered ${answer.status}`;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  throw failure(
    'ModelUnavailableError',
    'The list of models could not be fetched ({reason}): check the connection and try again.',
    { code: 'models-not-fetched', reason },
  );
}

/**
 * What may be kept of any model: bytes by address.
 *
 * @returns {Promise<Map<string, number>>}
 */
export async function sizes() {
  const { variants } = await readManifest();
  const found = variants.map(async (/** @type {any} */ { id }) =>
    [...(await findParts(id)), ...(await findFiles(id))].map(({ url, bytes }) => [url, bytes]),
  );
  return new Map((await Promise.all(found)).flat());
}

/** @returns {Promise<Set<string>>} addresses of what is kept */
export async function storedUrls() {
  try {
    const cache = await caches.open(cacheName);
    return new Set((await cache.keys()).map((request) => request.url));
  } catch {
    return new Set(); // no Cache Storage here (no HTTPS, say): nothing is stored
  }
}
