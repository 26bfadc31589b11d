import { find } from '../ui/dom.js';
import { counted, t } from '../i18n/language.js';

/**
 * @typedef {(files: File[]) => void} Take
 * @typedef {{named?: File[], within?: File[]}} Taken by themselves, and in folders
 */

/** A folder can hold anything: of it, only what looks like a picture is taken. */
const PICTURE =
  /\.(?:jpe?g|jfif|png|webp|gif|bmp|tiff?|avif|ico|icns|jp2|psd|tga|qoi|dds|pcx|p[bgpn]m|heic|heif)$/i;

/**
 * Take pictures that are chosen, dropped anywhere on the page, or pasted.
 *
 * @param {Take} take
 */
export function takePictures(take) {
  for (const id of ['#file', '#folder']) {
    const input = find(HTMLInputElement, id);
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])];
      takeSifted(take, id === '#folder' ? { within: files } : { named: files });
      input.value = ''; // so that the same file can be chosen again
    });
  }
  // phones have no folders to choose
  find(HTMLElement, '.folder').hidden = !('webkitdirectory' in HTMLInputElement.prototype);
  takeDrops(take);
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) takeSifted(take, { named: files });
  });
}

/**
 * Take a picture of this site that the page's address names: `?picture=samples/coffee.png`.
 *
 * @param {Take} take
 */
export async function takeLinked(take) {
  const given = new URLSearchParams(location.search).get('picture');
  if (given === null) return;
  history.replaceState(null, '', location.pathname); // a reload must not ask again
  const url = URL.canParse(given, location.href) ? new URL(given, location.href) : null;
  if (url?.origin !== location.origin) return complain(t('intake.foreign', { url: given }));
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status}`);
    take([new File([await response.blob()], decodeURI(url.pathname.split('/').pop() ?? ''))]);
  } catch {
    complain(t('intake.link-failed', { url: given }));
  }
}

/**
 * Show a notice beside the choosers for files that were not accepted.
 *
 * @param {string} text
 */
export function complain(text) {
  const notice = find(HTMLElement, '#intake-failed');
  notice.textContent = text;
  notice.hidden = text === '';
}

/** @param {Take} take */
function takeDrops(take) {
  /** @param {boolean} over */
  const show = (over) => document.body.classList.toggle('dragging', over);
  document.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    show(true);
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) show(false);
  });
  document.addEventListener('drop', async (event) => {
    show(false);
    const { items, files } = event.dataTransfer ?? { items: [], files: [] };
    if (!files.length) return;
    event.preventDefault();
    // asked for at once: after the first wait the browser has taken them back
    const entries = [...items].map((item) => item.webkitGetAsEntry?.() ?? null);
    const isFlat = !entries.some((entry) => entry?.isDirectory);
    takeSifted(take, isFlat ? { named: [...files] } : await unpacked(entries));
  });
}

/**
 * @param {(FileSystemEntry | null)[]} entries
 * @returns {Promise<Taken>}
 */
async function unpacked(entries) {
  const known = entries.filter((entry) => entry !== null);
  const folders = known.filter(({ isDirectory }) => isDirectory);
  const [named, within] = await Promise.all(
    [known.filter(({ isFile }) => isFile), folders].map((some) => Promise.all(some.map(inside))),
  );
  return { named: named?.flat(), within: within?.flat() };
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<File[]>} all that it is or holds, however deep; what can't be read is left out
 */
async function inside(entry) {
  try {
    if (entry.isFile) return [await fileOf(/** @type {FileSystemFileEntry} */ (entry))];
    const parts = await partsOf(/** @type {FileSystemDirectoryEntry} */ (entry));
    const files = [];
    for (const part of parts) files.push(...(await inside(part)));
    return files;
  } catch {
    return []; // the rest is there all the same
  }
}

/** @param {FileSystemDirectoryEntry} entry */
async function partsOf(entry) {
  const reader = entry.createReader();
  const parts = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return parts; // it gives a hundred at a time
    parts.push(...some);
  }
}

/** @param {FileSystemFileEntry} entry */
function fileOf(entry) {
  return /** @type {Promise<File>} */ (
    new Promise((resolve, reject) => entry.file(resolve, reject))
  );
}

/**
 * Take what is named by itself as it is, and what looks like a picture of what folders hold.
 *
 * @param {Take} take
 * @param {Taken} taken
 */
function takeSifted(take, { named = [], within = [] }) {
  const known = within.filter(({ name, type }) => type.startsWith('image/') || PICTURE.test(name));
  const skipped = within.length - known.length;
  complain(skipped ? counted('intake.skipped', skipped) : '');
  take([...named, ...known]);
}
