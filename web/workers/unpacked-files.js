/**
 * Files of a model as ONNX Runtime reads them, kept in Cache Storage beside the parts that they are
 * made of: a session is there sooner when nothing has to be inflated and put in order first.
 */

/**
 * @typedef {import('./inference-messages.d.ts').UnpackedFile} UnpackedFile
 * @typedef {Map<string, Uint8Array<ArrayBuffer>>} Contents by the files' names
 */

/**
 * @param {string} cacheName
 * @param {UnpackedFile[]} files
 * @returns {Promise<Contents | null>} null if one is missing, or is not what it should be
 */
export async function readUnpacked(cacheName, files) {
  const contents = await Promise.all(files.map((file) => read(cacheName, file)));
  return contents.every((data) => data !== null)
    ? new Map(files.map(({ name }, index) => [name, contents[index]]))
    : null;
}

/**
 * @param {string} cacheName
 * @param {UnpackedFile} file
 * @returns {Promise<Uint8Array<ArrayBuffer> | null>}
 */
async function read(cacheName, { name, url, sha256 }) {
  try {
    const buffer = await (await caches.match(url, { cacheName }))?.arrayBuffer();
    if (!buffer) return null;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', buffer));
    const hash = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (hash === sha256) return new Uint8Array(buffer);
    console.warn(`${name} can't be used as it was kept`);
  } catch (error) {
    console.warn(`${name} can't be read: ${error}`); // its parts are kept too
  }
  return null;
}

/**
 * Keep them for the next time. Where there is no room, its parts do.
 *
 * @param {string} cacheName
 * @param {UnpackedFile[]} files
 * @param {Contents} contents may be changed once this has returned
 */
export async function keepUnpacked(cacheName, files, contents) {
  const answers = files.map(({ name }) => new Response(contents.get(name)));
  try {
    const cache = await caches.open(cacheName);
    for (const [index, { url }] of files.entries()) {
      await cache.put(url, /** @type {Response} */ (answers[index]));
    }
  } catch (error) {
    console.warn(`The model is kept packed only: ${error}`);
  }
}
