/** Numbers as people read them. Sizes are decimal: 1 MB is 1,000,000 bytes, as on a data plan. */

/**
 * @param {number} bytes
 * @returns {string}
 */
export function megabytes(bytes) {
  if (bytes < 1e5) return `${Math.ceil(bytes / 1000)} kB`;
  if (bytes >= 1e10) return `${Math.round(bytes / 1e9)} GB`;
  const value = bytes / 1e6;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} MB`;
}

/**
 * @param {number} milliseconds
 * @returns {string}
 */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/**
 * The name of the result's file.
 *
 * @param {string} original
 * @returns {string}
 */
export function resultName(original) {
  return `${original.replace(/\.[^.]*$/, '') || 'picture'}-offcut.png`;
}
