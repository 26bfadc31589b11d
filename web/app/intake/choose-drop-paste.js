import { find } from '../ui/dom.js';
import { counted, sentences, t } from '../i18n/language.js';
import { sifted, unpacked } from './folders.js';

/** @typedef {(files: File[]) => void} Take */

/** Characters of a name in a sentence. */
const LONGEST_NAME = 60;

/**
 * Take pictures that are chosen, dropped anywhere on the page, or pasted.
 *
 * @param {Take} take
 */
export function takePictures(take) {
  for (const id of ['#file', '#folder', '#camera']) {
    const input = find(HTMLInputElement, id);
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])];
      takeSifted(take, id === '#folder' ? { within: files } : { named: files });
      input.value = ''; // so that the same file can be chosen again
    });
  }
  // what is used with fingers alone has a camera
  find(HTMLElement, '.camera').hidden = !matchMedia('(hover: none) and (pointer: coarse)').matches;
  // phones have no folders to choose
  find(HTMLElement, '.folder').hidden = !('webkitdirectory' in HTMLInputElement.prototype);
  takeDrops(take);
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) takeSifted(take, { named: files });
    else complain(t('intake.no-file'));
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
  // no more of the address is repeated than a file's name: anyone can make a link
  if (url?.origin !== location.origin) return complain(t('intake.foreign'));
  const name = decodeURI(url.pathname.split('/').pop() ?? '');
  try {
    const response = await fetch(url, { credentials: 'omit', redirect: 'error' });
    if (!response.ok) throw new Error(`${response.status}`);
    take([new File([await response.blob()], name)]);
  } catch {
    complain(t('intake.link-failed', { url: name.slice(-LONGEST_NAME) }));
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
    // of an address too: some browsers would leave the page for it
    event.preventDefault();
    if (event.dataTransfer?.types.includes('Files')) {
      event.dataTransfer.dropEffect = 'copy';
      show(true);
    }
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) show(false);
  });
  document.addEventListener('drop', async (event) => {
    show(false);
    event.preventDefault();
    const { items, files } = event.dataTransfer ?? { items: [], files: [] };
    if (!files.length) return complain(t('intake.no-file'));
    // asked for at once: after the first wait the browser has taken them back
    const entries = [...items].map((item) => item.webkitGetAsEntry?.() ?? null);
    const isFlat = !entries.some((entry) => entry?.isDirectory);
    takeSifted(take, isFlat ? { named: [...files] } : await unpacked(entries));
  });
}

/**
 * Take what is named by itself as it is, and what looks like a picture of what folders hold.
 *
 * @param {Take} take
 * @param {import('./folders.js').Taken} taken
 */
function takeSifted(take, taken) {
  const { files, refused, skipped, isTooMany, isTooDeep } = sifted(taken);
  const [first, ...others] = refused;
  complain(
    sentences(
      first ? t(`error.${first.code}`, { name: first.name.slice(-LONGEST_NAME) }) : '',
      others.length ? counted('intake.refused', others.length) : '',
      skipped ? counted('intake.skipped', skipped) : '',
      isTooMany ? counted('intake.too-many', files.length) : '',
      isTooDeep ? t('intake.too-deep') : '',
    ),
  );
  take(files);
}
