import { watch } from '../engine/index.js';
import { announce } from './announcer.js';
import { find } from './dom.js';

/** @typedef {import('../engine/python.js').Status} Status */

/** Start Python and ONNX Runtime, and keep a line on how they are. */
export function showStatus() {
  const line = find(HTMLElement, '#status');
  const text = find(HTMLElement, '.text', line);
  const reload = find(HTMLButtonElement, '.reload', line);
  reload.addEventListener('click', () => location.reload());
  watch((status) => {
    const { python, inference } = status;
    const failed = python === 'failed' || inference === 'failed';
    const ready = python === 'ready' && inference === 'ready';
    line.dataset.state = failed ? 'failed' : ready ? 'ready' : 'loading';
    text.textContent = words(status);
    if (failed) announce(text.textContent);
    reload.hidden = !failed;
    find(HTMLElement, '.no-room').hidden = status.room;
  });
}

/** @param {Status} status */
function words({ python, inference, threads, isolated, error }) {
  if (error) return error.message;
  const threading =
    threads > 1
      ? `${threads} threads`
      : isolated
        ? 'one thread'
        : 'one thread, as this site does not isolate the page: slower, same result';
  if (python === 'ready' && inference === 'ready') return `Ready, ${threading}`;
  if (python === 'loading') return 'Starting Python …';
  return 'Starting ONNX Runtime …';
}
