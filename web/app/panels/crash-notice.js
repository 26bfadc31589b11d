import { find } from '../ui/dom.js';
import { number } from '../ui/format.js';
import { sentences, t } from '../i18n/language.js';
import { onSpeak } from '../i18n/speak.js';
import { rememberSmall } from '../state/small-mode.js';
import { isPending } from '../jobs/rules.js';
import { WorkMarker } from '../state/work-marker.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/work-marker.js').Work} Work
 * @typedef {import('./model-picker.js').ModelPicker} ModelPicker
 */

/**
 * Keep a note of the work in hand; after a visit that was ended in the middle go over to small mode
 * and say so.
 *
 * @param {AppStore} store
 * @param {ModelPicker} picker
 */
export async function watchForCrashes(store, picker) {
  const site = new URL('./', location.href).pathname;
  // none without HTTPS, or where a site may store nothing: then there is no note
  if (!navigator.locks || !canStore()) return;
  const tools = { storage: localStorage, locks: navigator.locks };
  const marker = new WorkMarker(site, crypto.randomUUID(), tools);
  addEventListener('pagehide', () => marker.leave());
  addEventListener('pageshow', ({ persisted }) => persisted && marker.comeBack());
  store.watch(({ pictures, small, model = null }, before) => {
    if (pictures === before.pictures && small === before.small) return;
    marker.note({ pictures: pictures.filter(isPending).length, small, model });
  });
  const lost = await marker.begin();
  if (!lost) return;
  rememberSmall(true);
  store.set({ small: true });
  tell(lost, store, picker);
}

function canStore() {
  try {
    return Boolean(localStorage);
  } catch {
    return false;
  }
}

/**
 * @param {Work} lost
 * @param {AppStore} store
 * @param {ModelPicker} picker
 */
async function tell(lost, store, picker) {
  const notice = find(HTMLElement, '#crash');
  const off = find(HTMLButtonElement, '.off', notice);
  const lighter = find(HTMLButtonElement, '.lighter', notice);
  const write = () => {
    find(HTMLElement, '.text', notice).textContent = sentences(
      t('crash', { count: number(lost.pictures) }),
      t(lost.small ? 'crash.small-before' : 'crash.small'),
    );
    lighter.textContent = t('crash.model', { title: picker.titleOf(picker.usual) ?? '' });
  };
  onSpeak(write);
  await picker.shown;
  const isHeavy = () => picker.usual !== undefined && picker.chosen !== picker.usual;
  off.addEventListener('click', () => {
    rememberSmall(false);
    store.set({ small: false });
  });
  lighter.addEventListener('click', () => picker.choose(picker.usual));
  find(HTMLButtonElement, '.dismiss', notice).addEventListener('click', () => {
    notice.hidden = true;
  });
  write();
  store.watch(({ small }) => {
    off.hidden = !small || lost.small;
    lighter.hidden = !isHeavy();
  });
  notice.hidden = false;
}
