import { register } from './site-worker.js';

/** How long the first visit waits for the service worker before it goes on without. */
const PATIENCE_MS = 8000;
const TRIED = 'offcut-reloaded';

/**
 * Bring the page under the service worker. On a host that sends no headers only that isolates it,
 * which threads need, and only from the next load on: so the very first visit reloads itself once.
 *
 * @returns {Promise<{goesOn: boolean, registration: ServiceWorkerRegistration | null}>} `goesOn`:
 *   whether to start; else the page is about to reload
 */
export async function settle() {
  const registration = await register();
  if (crossOriginIsolated) forget();
  if (!registration || crossOriginIsolated || !canRemember()) return { goesOn: true, registration };
  if (!(await isActive(registration))) return { goesOn: true, registration };
  location.reload();
  return { goesOn: false, registration };
}

/** @param {ServiceWorkerRegistration} registration */
async function isActive(registration) {
  const active = navigator.serviceWorker.ready.then(() => true);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, false));
  return Boolean(registration.active) || Promise.race([active, late]);
}

/** Note that this tab is being reloaded; false if it was before, or if that can't be noted. */
function canRemember() {
  try {
    if (sessionStorage.getItem(TRIED)) return false;
    sessionStorage.setItem(TRIED, 'yes');
    return true;
  } catch {
    return false;
  }
}

function forget() {
  try {
    sessionStorage.removeItem(TRIED);
  } catch {
    // then nothing was noted either
  }
}
