/**
 * Pictures for the network that are in memory at a time: while it works on one, Python decodes the
 * next or writes the last. Calls may overlap in any number, so Python lets further ones wait; the
 * page's queue makes no more calls than this, so that what waits can still be changed.
 */
export const PICTURES_AT_ONCE = 2;
