import { watch } from '../../engine/index.js';
import { announce } from '../ui/announcer.js';
import { find } from '../ui/dom.js';
import { sentence } from '../i18n/errors.js';
import { t } from '../i18n/language.js';
import { onSpeak } from '../i18n/speak.js';

/** @typedef {import('../../engine/python-client.js').Status} Status */

/** Start Python and ONNX Runtime, and keep a line on how they are. */
export function showStatus() {
  const line = find(HTMLElement, '#status');
  const text = find(HTMLElement, '.text', line);
  const reload = find(HTMLButtonElement, '.reload', line);
  reload.addEventListener('click', () => location.reload());
  /** @type {Status | undefined} */
  let known;
  watch((status) => {
    const { python, inference } = status;
    const failed = python === 'failed' || inference === 'failed';
    const ready = isReady(status);
    known = status;
    line.dataset.state = failed ? 'failed' : ready ? 'ready' : 'loading';
    text.textContent = words(status);
    if (failed) announce(text.textContent);
    reload.hidden = !failed;
    find(HTMLElement, '.no-room').hidden = status.room;
  });
  onSpeak(() => {
    if (known) text.textContent = words(known);
  });
}

/**
 * Whether a picture can be given to it; what is resting starts for that.
 *
 * @param {Status} status
 */
function isReady({ python, inference }) {
  return [python, inference].every((state) => state === 'ready' || state === 'resting');
}

/** @param {Status} status */
function words(status) {
  if (status.error) return sentence(status.error);
  return isReady(status) ? t('status.ready') : t('status.starting');
}
