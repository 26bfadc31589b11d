/**
 * What a value is, also when another frame or window has made it: that has classes of its own, so
 * that `instanceof` does not know them.
 *
 * @param {unknown} value
 * @returns {string} the name of its class, of those that the browser or the language has
 */
export function brandOf(value) {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

/**
 * @param {unknown} value
 * @returns {value is Blob} a File is one
 */
export function isBlob(value) {
  return ['Blob', 'File'].includes(brandOf(value));
}
