import { find } from '../ui/dom.js';
import { ask, release } from '../boot/site-worker.js';

const EVERY_MS = 3_600_000;

/**
 * Tell of a new release once it lies here as a whole, and go over to it when asked.
 *
 * @param {ServiceWorkerRegistration} registration
 */
export function offerUpdates(registration) {
  const container = navigator.serviceWorker;
  const notice = find(HTMLElement, '#update');
  const button = find(HTMLButtonElement, 'button', notice);
  let wasControlled = Boolean(container.controller);
  let wanted = false;

  const show = () => {
    notice.hidden = false;
  };
  /** @param {ServiceWorker | null} worker */
  const consider = async (worker) => {
    if (worker?.state !== 'installed') return;
    const state = await ask('state', {}, worker).catch(() => null);
    // this page may have come from the server when the release before was not all here
    if (state?.release === release) await ask('activate', {}, worker).catch(() => {});
    else show();
  };

  consider(registration.waiting);
  const follow = () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (container.controller) consider(installing);
    });
  };
  follow(); // another tab may have found it
  registration.addEventListener('updatefound', follow);
  container.addEventListener('controllerchange', async () => {
    if (wanted) location.reload();
    else if (wasControlled) {
      const state = await ask('state').catch(() => null);
      if (state && state.release !== release) show(); // another tab went over
    }
    wasControlled = true;
  });
  button.addEventListener('click', () => {
    wanted = true;
    if (registration.waiting)
      ask('activate', {}, registration.waiting).catch(() => location.reload());
    else location.reload();
  });
  setInterval(() => lookForUpdate(registration), EVERY_MS);
}

/** @param {ServiceWorkerRegistration} registration */
async function lookForUpdate(registration) {
  const state = await ask('state').catch(() => null);
  if (!state?.offlineOnly) await registration.update().catch(() => {}); // no network: later
}
