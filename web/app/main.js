import { preload, watch } from '../engine/index.js';
import { find } from './dom.js';
import { settle } from './first-visit.js';
import { takePictures } from './intake.js';
import { takeLaunches } from './launch.js';
import { ModelPicker } from './model-picker.js';
import { ProofPanel } from './proof-panel.js';
import { Queue } from './queue.js';
import { offerSamples } from './samples.js';
import { ask, isControlled } from './site-worker.js';
import { showStatus } from './status-line.js';
import { StoragePanel } from './storage-panel.js';
import { offerUpdates } from './update-notice.js';

find(HTMLElement, '#stuck').hidden = true;
if (location.search === '?again') history.replaceState(null, '', location.pathname);

const { goesOn, registration } = await settle();
if (goesOn) await start();

async function start() {
  showStatus();
  const picker = new ModelPicker();
  const proof = new ProofPanel();
  const storage = new StoragePanel(refresh);
  const queue = new Queue(picker, onDone);
  const take = queue.add.bind(queue);

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
  offerSamples(take);
  addEventListener('online', keepSite);
  navigator.serviceWorker?.addEventListener('controllerchange', keepSite);
  addEventListener('beforeunload', (event) => {
    if (queue.busy) event.preventDefault();
  });
  const unwatch = watch(({ python, inference }) => {
    if (python !== 'ready' || inference !== 'ready') return;
    queueMicrotask(() => unwatch());
    keepSite();
  });

  const chosen = await picker.shown;
  // a model that lies here already costs nothing; any other waits until a picture asks for it
  if (chosen && chosen.stored === chosen.bytes) {
    await preload({ model: chosen.id }).catch(() => {}); // the first picture will be told why
  }
}
