/**
 * The Python worker: starts Pyodide, installs Offcut's wheel, and hands every message to Python
 * (offcut/browser/main.py). The inference worker is its child, and starts at the same moment.
 */
import info from '../build-info.js';
import { cacheName, findFiles, findParts, manifestUrl } from '../engine/models/catalogue.js';
import { forbidden, whatIsForbidden } from '../engine/integrity/host-policy.js';
import { spawn } from '../engine/integrity/spawn-worker.js';
import { decodeHeif } from './heif-decoder.js';
import { holdLock } from './hold-lock.js';
import { PICTURES_AT_ONCE } from '../engine/limits.js';
import { NETWORK } from '../engine/patience.js';
import { WatchedWorker } from '../engine/watched-worker.js';
import { ModelPrefetch } from './model-prefetch.js';

/**
 * @typedef {import('../engine/messages.d.ts').FromPage} FromPage
 * @typedef {import('../engine/messages.d.ts').FromWorker} FromWorker
 * @typedef {import('./inference-messages.d.ts').Expect} Expect
 * @typedef {import('./inference-messages.d.ts').Start} Start
 */

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis));
const base = new URL('../build-info.js', import.meta.url);
const runtime = new URL(info.runtime, base).href;
const wheel = new URL(info.wheel, base).href;

/** @type {WatchedWorker} */
let inference;
/** Calls that wait for Python, by id. @type {Map<number, FromPage>} */
const early = new Map();
const prefetch = new ModelPrefetch(
  { cacheName, findParts, stalled: info.stalled },
  tellLife,
  expectSession,
);
scope.onmessage = (/** @type {MessageEvent<FromPage>} */ { data }) => {
  if (data.kind === 'ping') return; // of a page that thought this one was ready
  if (data.kind === 'cancel') early.delete(data.id);
  else early.set(data.id, data);
  prefetch.heed(data);
};

/** @param {FromWorker} message */
function tell(message) {
  scope.postMessage(message);
}

function tellLife() {
  tell({ kind: 'alive' });
}

/**
 * @param {number} mostThreads 0: as many as there are
 * @returns {WatchedWorker}
 */
function spawnInference(mostThreads) {
  const url = new URL('./inference-worker.js', import.meta.url);
  const worker = new WatchedWorker(() => spawn(url, 'offcut inference'), 'started');
  worker.postMessage(/** @type {Start} */ ({ kind: 'start', runtime, mostThreads }));
  return worker;
}

/**
 * Have the session begun before Python is there, if the model is kept unpacked.
 *
 * @param {string | undefined} model
 */
async function expectSession(model) {
  const files = await findFiles(model).catch(() => []);
  if (!files.length) return; // Python says why
  inference.postMessage(/** @type {Expect} */ ({ kind: 'expect', cache: cacheName, files }));
}

async function startPython() {
  const { loadPyodide } = await import(/** @type {any} */ (`${runtime}pyodide.mjs`));
  const pyodide = await loadPyodide({
    indexURL: runtime,
    packageBaseUrl: runtime,
    lockFileURL: `${runtime}pyodide-lock.json`,
    packages: ['numpy', 'pillow', 'micropip'],
    checkAPIVersion: true,
  });
  tellLife(); // each of these steps can take many seconds: in WebKit, on a slow device
  const gc = pyodide.pyimport('gc');
  gc.disable(); // all that is imported stays: looking for garbage there takes a tenth of the time
  await pyodide.pyimport('micropip').install(wheel);
  tellLife();
  const main = pyodide.pyimport('offcut.browser.main');
  pyodide.pyimport('offcut.browser.decoding.libheif').install(decodeHeif);
  gc.freeze();
  gc.enable();
  tellLife();
  const { modelsSha256: sha256, pauses, stalled } = info;
  const models = { manifest: manifestUrl.href, sha256, cacheName, pauses, stalled };
  prefetch.handOver();
  // not in every browser, nor in TypeScript's library
  const gigabytes = /** @type {any} */ (navigator).deviceMemory ?? 0;
  const heap = () => pyodide._module.HEAPU8.length;
  const limits = { pictures: PICTURES_AT_ONCE, gigabytes, heap, network: NETWORK };
  return main.start(models, limits, spawnInference, inference, prefetch);
}

/**
 * Rejects when a file of Python's can't be fetched: Pyodide only warns when that is its core, and
 * waits for ever.
 *
 * @returns {{failure: Promise<never>, end: () => void}}
 */
function watchFetches() {
  const { fetch } = scope;
  const failure = new Promise((_, reject) => {
    scope.fetch = async (...request) => {
      const url = String(request[0]);
      if (!url.startsWith(runtime) && url !== wheel) return fetch(...request);
      const response = await fetch(...request).catch((error) => {
        reject(new Error('a file of Python could not be fetched, or its hash is wrong'));
        throw error;
      });
      tellLife();
      if (!response.ok)
        reject(new Error(`the server answered ${response.status} for ${response.url}`));
      return response;
    };
  });
  return { failure: /** @type {Promise<never>} */ (failure), end: () => (scope.fetch = fetch) };
}

holdLock();
const fetches = watchFetches();
try {
  inference = spawnInference(0);
  // Pyodide waits for ever for what it is not allowed to compile
  const refusal = forbidden.then(({ directive }) => Promise.reject(new Error(directive)));
  const receive = await Promise.race([startPython(), fetches.failure, refusal]);
  fetches.end();
  scope.onmessage = (/** @type {MessageEvent<FromPage>} */ { data }) => receive(data);
  tell({ kind: 'ready' });
  for (const call of early.values()) receive(call);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  tell({ kind: 'stopped', reason, forbidden: await whatIsForbidden() });
}
