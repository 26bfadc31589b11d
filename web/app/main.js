import { preload, watch } from '../engine/index.js';
import { find } from './ui/dom.js';
import { settle } from './boot/first-visit.js';
import { isFramed, refuseFrame } from './boot/framed.js';
import { preferred, speak } from './i18n/speak.js';
import { takeLinked, takePictures } from './intake/choose-drop-paste.js';
import { takeLaunches } from './intake/os-launch.js';
import { ModelPicker } from './panels/model-picker.js';
import { showNetwork } from './panels/network-notice.js';
import { ProofPanel } from './panels/proof-panel.js';
import { offerSamples } from './intake/samples.js';
import { offerSmallMode } from './panels/small-mode-switch.js';
import { watchForCrashes } from './panels/crash-notice.js';
import { ask, isControlled } from './boot/site-worker.js';
import { START } from './state/state.js';
import { recall } from './state/settings.js';
import { recallSmall } from './state/small-mode.js';
import { Store } from './state/store.js';
import { showStatus } from './panels/status-line.js';
import { StoragePanel } from './panels/storage-panel.js';
import { offerInstall } from './panels/install-offer.js';
import { showVersion } from './panels/about-panel.js';
import { offerUpdates } from './panels/update-notice.js';
import { offerLanguages } from './panels/language-picker.js';
import { showWorkspace } from './workspace/workspace.js';
import { Actions } from './jobs/actions.js';
import { forgive } from './jobs/forgive.js';
import { decode } from './jobs/thumbnails.js';
import { Queue } from './jobs/queue.js';
import { Viewer } from './jobs/preview.js';

/** Pixels of the longer side of a picture in the list. */
const THUMBNAIL = 192;

find(HTMLElement, '#stuck').hidden = true;
if (location.search === '?again') history.replaceState(null, '', location.pathname);

if (isFramed()) await refuseFrame();
else {
  const { goesOn, registration } = await settle();
  if (goesOn) await start(registration);
}

/** @param {ServiceWorkerRegistration | null} registration */
async function start(registration) {
  await speak(preferred()).catch(() => speak('en'));
  showStatus();
  const picker = new ModelPicker();
  const proof = new ProofPanel();
  const storage = new StoragePanel(refresh);
  const store = new Store({ ...START, settings: recall(), small: recallSmall() });
  offerLanguages(store);
  const queue = new Queue(store, picker, onDone);
  const take = queue.add.bind(queue);
  const actions = new Actions(store, queue);
  const { show, stage } = showWorkspace(store, actions, {
    thumbnail: async (file) => (await decode(file, THUMBNAIL))?.bitmap ?? null,
    models: picker,
  });
  const viewer = new Viewer(store, show);
  stage.addEventListener('view', () => viewer.zoomed(stage.zoom));

  function refresh() {
    picker.refreshSizes();
    proof.refresh();
    storage.refresh();
  }

  let asked = false;
  function onDone() {
    // asked once, and now, when there is something to keep and a reason that the user can see
    if (!asked) navigator.storage?.persist?.().then(refresh, refresh);
    asked = true;
    keepSite();
  }

  /** Bring the rest of the site onto this device, once nothing more urgent is being loaded. */
  async function keepSite() {
    if (!isControlled()) return;
    await ask('complete').catch(() => {}); // the panel says what is missing
    refresh();
  }

  if (registration) offerUpdates(registration);
  takePictures(take);
  takeLaunches(take);
  takeLinked(take);
  offerSamples(take);
  addEventListener('online', keepSite);
  addEventListener('online', () => forgive(store));
  showNetwork();
  offerInstall();
  showVersion();
  navigator.serviceWorker?.addEventListener('controllerchange', keepSite);
  addEventListener('beforeunload', (event) => {
    if (queue.isBusy) event.preventDefault();
  });
  const unwatch = watch(({ python, inference }) => {
    if (python !== 'ready' || inference !== 'ready') return;
    queueMicrotask(() => unwatch());
    keepSite();
  });

  offerSmallMode(store);
  // without it all else works
  await watchForCrashes(store, picker).catch((error) => console.warn('No crash marker:', error));

  const chosen = await picker.shown;
  store.set({ model: picker.chosen });
  picker.addEventListener('change', () => {
    if (store.state.model !== picker.chosen) store.set({ model: picker.chosen });
  });
  // a model that lies here already costs nothing but memory; any other waits for a picture
  if (chosen && chosen.stored === chosen.bytes && !store.state.small) {
    await preload({ model: chosen.id }).catch(() => {}); // the first picture will be told why
  }
}
