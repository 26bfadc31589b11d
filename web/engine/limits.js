/**
 * Pictures for the network that are in memory at a time: while it works on one, Python decodes the
 * next or writes the last. Calls may overlap in any number, so Python lets further ones wait; the
 * page's queue makes no more calls than this, so that what waits can still be changed.
 */
export const PICTURES_AT_ONCE = 2;

/** Gigabytes of a device that gets small mode by itself, at most. */
const SMALL_GIGABYTES = 4;

/**
 * Whether a device gets small mode by itself.
 *
 * @param {number | undefined} gigabytes as `navigator.deviceMemory` says; not every browser does
 */
export function isSmall(gigabytes) {
  return gigabytes !== undefined && gigabytes <= SMALL_GIGABYTES;
}

/** Whether this one does. */
export function isSmallDevice() {
  return isSmall(Reflect.get(navigator, 'deviceMemory')); // not in TypeScript's library
}
