import { find } from './dom.js';
import { counted, t } from './i18n/language.js';

/**
 * @typedef {(files: File[]) => void} Take
 */

/** A folder can hold anything: of it, only what looks like a picture is taken. */
const PICTURE = /\.(?:jpe?g|jfif|png|webp|gif|bmp|tiff?|avif|ico|icns|jp2|psd|tga|qoi|dds|pcx|p[bgpn]m|heic|heif)$/i;

/**
 * Take pictures that are chosen, dropped anywhere on the page, or pasted.
 *
 * @param {Take} take
 */
export function takePictures(take) {
  for (const [id, sift] of /** @type {const} */ ([
    ['#file', (/** @type {File[]} */ files) => files],
    ['#folder', pictures],
  ])) {
    const input = find(HTMLInputElement, id);
    input.addEventListener('change', () => {
      take(sift([...(input.files ?? [])]));
      input.value = ''; // so that the same file can be chosen again
    });
  }
  // phones have no folders to choose
  find(HTMLElement, '.folder').hidden = !('webkitdirectory' in HTMLInputElement.prototype);
  takeDrops(take);
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) take(files);
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
 * Say by the way in what did not come in.
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
    if (entries.some((entry) => entry?.isDirectory)) take(await unpacked(entries));
    else take([...files]);
  });
}

/**
 * @param {(FileSystemEntry | null)[]} entries
 * @returns {Promise<File[]>} files as they are, and the pictures in folders
 */
async function unpacked(entries) {
  const found = await Promise.all(
    entries.map(async (entry) => {
      if (entry instanceof FileSystemFileEntry) return [await fileOf(entry)];
      return entry ? pictures(await inside(entry)) : [];
    }),
  );
  return found.flat();
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<File[]>} all that it is or holds, however deep
 */
async function inside(entry) {
  if (entry instanceof FileSystemFileEntry) return [await fileOf(entry)];
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  const files = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return files; // it gives a hundred at a time
    for (const part of some) files.push(...(await inside(part)));
  }
}

/** @param {FileSystemFileEntry} entry */
function fileOf(entry) {
  return /** @type {Promise<File>} */ (new Promise((resolve, reject) => entry.file(resolve, reject)));
}

/** @param {File[]} files of a folder */
function pictures(files) {
  const known = files.filter(({ name, type }) => type.startsWith('image/') || PICTURE.test(name));
  const skipped = files.length - known.length;
  complain(skipped ? counted('intake.skipped', skipped) : '');
  return known;
}
