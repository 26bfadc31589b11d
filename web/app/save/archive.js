import { failure } from '../../engine/errors.js';
import { makeZip } from '../../vendor/client-zip.js';

/**
 * @typedef {{name: string, blob: Blob, date?: Date}} ArchiveFile `name`: no other file's
 * @typedef {{files: number, bytes: number}} ArchiveProgress
 * `files`: how many are in it as a whole; `bytes`: how long it is so far.
 */

const TYPE = 'application/zip';
const REVOKE_AFTER_MS = 60_000;

/** The checksum of a piece takes the page's thread a few milliseconds. */
const PIECE_BYTES = 2 ** 20;

/** What the date of a file in a ZIP archive can be. */
const FIRST_DATE = new Date(1980, 0, 1);
const LAST_DATE = new Date(2107, 11, 31);

/**
 * Save files as one ZIP archive, straight to where the person says if the browser can; else where
 * downloads go. It is written as a stream: the page never has more than a few pieces of it.
 *
 * To be called while a click is handled: without one, no browser asks where to.
 *
 * @param {ArchiveFile[]} files
 * @param {{
 *   name?: string,
 *   onProgress?: (progress: ArchiveProgress) => void,
 *   signal?: AbortSignal,
 * }} [options] `name`: the archive's; `onProgress`: called for every piece
 * @returns {Promise<'saved' | 'cancelled'>} `cancelled` if the person chose no place. Rejects with
 *   the signal's reason, or with an ArchiveError if a file can't be read or the archive not written
 */
export async function saveArchive(files, { name = 'offcut.zip', onProgress, signal } = {}) {
  signal?.throwIfAborted();
  const place = await choosePlace(name);
  if (place === 'cancelled') return place;
  try {
    const zip = archive(files, onProgress, signal);
    if (place) await write(zip, place);
    else save(await collect(zip), name);
    return 'saved';
  } catch (error) {
    signal?.throwIfAborted();
    const told = failure(
      'ArchiveError',
      'The archive could not be saved: make room on the disk or choose another place.',
      { code: 'archive-not-saved' },
    );
    throw Object.assign(told, { cause: error });
  }
}

/**
 * Save one file where downloads go.
 *
 * @param {Blob} blob
 * @param {string} name
 */
export function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // not at once: a browser may ask where to before it opens the address
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_AFTER_MS);
}

/**
 * @typedef {FileSystemFileHandle & {remove?: () => Promise<void>}} Place
 * @typedef {(options: {
 *   suggestedName: string,
 *   types: {description: string, accept: Record<string, string[]>}[],
 * }) => Promise<Place>} SavePicker
 */

/**
 * @param {string} suggestedName
 * @returns {Promise<Place | 'cancelled' | null>} null if the page can't ask
 */
async function choosePlace(suggestedName) {
  const { showSaveFilePicker } = /** @type {{showSaveFilePicker?: SavePicker}} */ (window);
  const types = [{ description: 'ZIP archive', accept: { [TYPE]: ['.zip'] } }];
  try {
    return (await showSaveFilePicker?.call(window, { suggestedName, types })) ?? null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled';
    // no click, another site's frame, or a policy: a download may be allowed all the same
    return null;
  }
}

/**
 * @param {ArchiveFile[]} files
 * @param {(progress: ArchiveProgress) => void} [onProgress]
 * @param {AbortSignal} [signal]
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>} fails when the signal is aborted
 */
function archive(files, onProgress = () => {}, signal) {
  let whole = 0;
  let bytes = 0;
  function* entries() {
    for (const { name, blob, date } of files) {
      yield { name, input: pieces(blob), lastModified: date && storable(date) };
      whole += 1;
    }
  }
  /** @type {TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>} */
  const counter = new TransformStream({
    transform(piece, controller) {
      bytes += piece.byteLength;
      onProgress({ files: whole, bytes });
      controller.enqueue(piece);
    },
  });
  return makeZip(entries()).pipeThrough(counter, { signal });
}

/**
 * Not the Blob's own stream, since Firefox gives out the whole Blob at once.
 *
 * @param {Blob} blob
 */
async function* pieces(blob) {
  for (let start = 0; start < blob.size; start += PIECE_BYTES) {
    yield new Uint8Array(await blob.slice(start, start + PIECE_BYTES).arrayBuffer());
  }
}

/** @param {Date} date */
function storable(date) {
  return new Date(Math.min(Math.max(+date, +FIRST_DATE), +LAST_DATE));
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} zip
 * @param {Place} place
 */
async function write(zip, place) {
  try {
    await zip.pipeTo(await place.createWritable());
  } catch (error) {
    await removeEmpty(place).catch(() => {}); // it is only in the way
    throw error;
  }
}

/**
 * The browser makes the file when its place is chosen, and fills it when all is written.
 *
 * @param {Place} place
 */
async function removeEmpty(place) {
  const { size } = await place.getFile();
  if (size === 0) await place.remove?.();
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} zip
 * @returns {Promise<Blob>}
 */
function collect(zip) {
  // Chromium takes a stream in outside the page's memory; a Blob of its pieces needs them all there
  return new Response(zip, { headers: { 'Content-Type': TYPE } }).blob();
}
