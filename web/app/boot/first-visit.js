import { register } from './site-worker.js';

/** How long the first visit waits for the service worker before it goes on without. */
const PATIENCE_MS = 8000;
const RELOADING = 'offcut-reloading';

/**
 * Bring the page under the service worker. On a host that sends no headers only that isolates it,
 * which threads need, and only from the next load on: so the very first visit reloads itself once.
 *
 * @returns {Promise<{goesOn: boolean, registration: ServiceWorkerRegistration | null}>} `goesOn`:
 *   whether to start; else the page is about to reload
 */
export async function settle() {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const registration = await Promise.race([register(), late]);
  if (crossOriginIsolated) forget();
  if (!registration || crossOriginIsolated || !(await isActive(registration)) || !canRemember()) {
    return { goesOn: true, registration };
  }
  location.reload();
  return { goesOn: false, registration };
}

/** @param {ServiceWorkerRegistration} registration */
async function isActive(registration) {
  const active = navigator.serviceWorker.ready.then(() => true);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, false));
  return Boolean(registration.active) || Promise.race([active, late]);
}

/**
 * Note that the page is being reloaded, until it comes back isolated; false if it did not come back
 * so last time, or if that can't be noted.
 *
 * Not in the session's storage or in the history: isolation may put the page into another process,
 * where those are copies from before.
 */
function canRemember() {
  try {
    if (localStorage.getItem(RELOADING)) return false;
    localStorage.setItem(RELOADING, 'yes');
    return true;
  } catch {
    return false;
  }
}

function forget() {
  try {
    localStorage.removeItem(RELOADING);
  } catch {
    // then nothing was noted either
  }
}
