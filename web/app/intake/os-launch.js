import { t } from '../i18n/language.js';
import { complain } from './choose-drop-paste.js';
import { ask } from '../boot/site-worker.js';

/**
 * Take pictures that the operating system opens with the installed app, or shares with it.
 *
 * @param {(files: File[]) => void} take
 */
export function takeLaunches(take) {
  const queue = /** @type {any} */ (globalThis).launchQueue; // not in TypeScript's library
  queue?.setConsumer(async (/** @type {{files?: FileSystemFileHandle[]}} */ { files = [] }) => {
    if (files.length) take(await Promise.all(files.map((handle) => handle.getFile())));
  });
  takeShared(take);
}

/** @param {(files: File[]) => void} take */
async function takeShared(take) {
  if (!new URLSearchParams(location.search).has('shared')) return;
  history.replaceState(null, '', location.pathname); // a reload must not ask again
  const files = await ask('shared').catch(() => []);
  complain(files.length ? '' : t('intake.share-failed'));
  if (files.length) take(files);
}
