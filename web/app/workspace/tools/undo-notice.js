import { find } from '../../ui/dom.js';
import { t } from '../../i18n/language.js';
import { onSpeak } from '../../i18n/speak.js';

/**
 * @typedef {import('../../state/state.js').AppStore} AppStore
 * @typedef {import('../../jobs/actions.js').Actions} Actions
 */

/** How long something can be taken back; as long as somebody is at the notice, the time stands. */
const OFFERED_MS = 10_000;

/**
 * Say what was just done to the pictures, and offer to take it back.
 *
 * @param {AppStore} store
 * @param {Actions} actions
 */
export function offerUndo(store, actions) {
  const notice = find(HTMLElement, '#undo');
  const text = find(HTMLElement, '.text', notice);
  let timer = 0;
  const hold = () => clearTimeout(timer);
  const begin = () => {
    hold();
    timer = setTimeout(() => actions.forgetUndo(), OFFERED_MS);
  };
  notice.addEventListener('pointerenter', hold);
  notice.addEventListener('focusin', hold);
  notice.addEventListener('pointerleave', begin);
  notice.addEventListener('focusout', begin);
  const button = find(HTMLButtonElement, 'button', notice);
  button.addEventListener('click', () => actions.undoLast());
  const write = () => {
    const what = store.state.undoable?.words() ?? '';
    text.textContent = what;
    text.title = what;
    button.setAttribute('aria-label', t('undo.action', { what }));
  };
  store.watch(({ undoable }, before) => {
    if (undoable === before.undoable) return;
    hold();
    notice.hidden = undoable === null;
    write();
    if (undoable) begin();
  });
  onSpeak(write);
}
