import { find } from './dom.js';
import { ask } from './site-worker.js';

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
  find(HTMLElement, '#share-failed').hidden = files.length > 0;
  if (files.length) take(files);
}
