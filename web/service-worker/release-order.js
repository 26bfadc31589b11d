import { path, scope } from './scope.js';

/**
 * @typedef {{version: string, time: number}} Order
 * `version`: Offcut's, such as `0.1.0`. `time`: seconds since 1970 that the build was told; 0 if none.
 */

const CACHE = `offcut-newest ${path}`;
const KEY = new URL('newest', scope).href;

/**
 * Whether a release is older than another. Of those that can't be told apart neither is.
 *
 * @param {Order} one
 * @param {Order} other
 */
export function isOlder(one, other) {
  const [ours, theirs] = [one, other].map(({ version }) => version.split('.').map(Number));
  for (let index = 0; index < Math.max(ours.length, theirs.length); index += 1) {
    const difference = (ours[index] ?? 0) - (theirs[index] ?? 0);
    if (difference) return difference < 0;
  }
  return one.time > 0 && one.time < other.time;
}

/**
 * The newest release that this browser has had: an older one must never take its place, whoever
 * puts it on the host, since its faults are known.
 *
 * @returns {Promise<Order | null>} null if that is not known
 */
export async function newest() {
  try {
    const entry = await caches.match(KEY, { cacheName: CACHE });
    return entry ? await entry.json() : null;
  } catch {
    return null; // a store that can't be read has no release to be replaced either
  }
}

/**
 * Note that a release is in use here.
 *
 * @param {Order} order
 */
export async function noteRelease(order) {
  const before = await newest();
  if (before && !isOlder(before, order)) return;
  await (await caches.open(CACHE)).put(KEY, Response.json(order));
}

export async function forgetReleases() {
  await caches.delete(CACHE);
}
