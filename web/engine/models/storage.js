import { cacheName, findFiles, models, partsOf, sizes, storedUrls } from './catalogue.js';

/**
 * @typedef {{id: string, title: string, bytes: number, whole: boolean}} StoredModel
 * `bytes`: how many lie here, some maybe shared with other models, packed and unpacked. `whole`:
 * whether all parts do.
 *
 * @typedef {{
 *   models: StoredModel[],
 *   bytes: number,
 *   free: number | null,
 *   persisted: boolean,
 * }} Stored
 * `models`: without those of which only parts lie here that belong to another one too. `bytes`: of
 * all that lies here, each counted once. `free`: bytes, as the browser estimates. `persisted`: whether the
 * browser promises not to delete them by itself.
 */

/**
 * What of the models is stored on this device.
 *
 * @returns {Promise<Stored>}
 */
export async function stored() {
  const { storage } = navigator; // none without HTTPS
  const [all, here, estimate, persisted] = await Promise.all([
    models(),
    storedSizes(),
    storage?.estimate?.().catch(() => null),
    storage?.persisted?.().catch(() => false),
  ]);
  const { usage = null, quota = null } = estimate ?? {};
  return {
    models: await shown(all, here),
    bytes: [...here.values()].reduce((sum, size) => sum + size, 0),
    free: quota === null || usage === null ? null : Math.max(0, quota - usage),
    persisted: Boolean(persisted),
  };
}

/**
 * @param {import('./catalogue.js').Model[]} all
 * @param {Map<string, number>} here bytes by address
 * @returns {Promise<StoredModel[]>}
 */
async function shown(all, here) {
  const covered = new Set();
  const found = [];
  // whole ones first: they cover what others share with them
  for (const model of [...all].sort((one, other) => missing(one) - missing(other))) {
    const parts = (await partsOf(model.id)).filter((url) => here.has(url));
    const { id, title, stored: packed } = model;
    const unpacked = (await findFiles(id)).map(({ url }) => here.get(url) ?? 0);
    const bytes = unpacked.reduce((sum, size) => sum + size, packed);
    const whole = missing(model) === 0;
    if (whole || parts.some((url) => !covered.has(url))) found.push({ id, title, bytes, whole });
    for (const url of parts) covered.add(url);
  }
  return found;
}

/** @param {import('./catalogue.js').Model} model */
function missing({ bytes, stored: here }) {
  return bytes - here;
}

/**
 * Delete a model from this device, also those parts that others share.
 *
 * @param {string} id
 */
export async function deleteModel(id) {
  const cache = await caches.open(cacheName);
  const files = (await findFiles(id)).map(({ url }) => url);
  await Promise.all([...(await partsOf(id)), ...files].map((url) => cache.delete(url)));
}

/** Delete all models from this device. */
export async function deleteModels() {
  await caches.delete(cacheName);
}

/** @returns {Promise<Map<string, number>>} bytes by address */
async function storedSizes() {
  const [known, kept] = await Promise.all([sizes(), storedUrls()]);
  return new Map([...known].filter(([url]) => kept.has(url)));
}
