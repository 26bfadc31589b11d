/**
 * The service worker: makes the site work offline, as one release at a time, and isolates it on
 * hosts that send no headers. What it needs to know of the release is written into sw.js.
 */
import { Journal } from './request-log.js';
import { locked } from './offline-page.js';
import { Network } from './network.js';
import { OfflineOnly } from './offline-switch.js';
import { OlderReleases } from './old-releases.js';
import { scope, worker } from './scope.js';
import { SharedPictures } from './share-target.js';
import { SiteFiles } from './release-files.js';

/** @param {import('./release-files.js').Build} build */
export function serve(build) {
  const journal = new Journal();
  const offlineOnly = new OfflineOnly();
  const network = new Network(journal, offlineOnly, build.headers);
  const files = new SiteFiles(build, network, journal);
  const older = new OlderReleases(files);
  const shared = new SharedPictures();

  worker.addEventListener('install', (event) => {
    // A first visitor must not wait: there is no older release that this one could be mixed with.
    if (worker.registration.active) event.waitUntil(files.complete());
  });

  worker.addEventListener('activate', (event) => {
    event.waitUntil(Promise.all([worker.clients.claim(), older.sweep()]));
  });

  worker.addEventListener('fetch', (event) => {
    if (shared.isShare(event.request)) event.respondWith(shared.receive(event));
    else event.respondWith(answer(event.request));
  });

  /** @param {Request} request */
  async function answer(request) {
    if (request.method !== 'GET' || !request.url.startsWith(scope)) return network.pass(request);
    const navigates = request.mode === 'navigate';
    if (navigates && (await offlineOnly.on) && !(await files.isComplete())) {
      const page = await locked(request, offlineOnly, build.headers);
      if (page) return page;
    }
    const name = files.nameOf(request);
    if (name !== undefined) return files.respond(name, request.destination);
    return (!navigates && (await older.find(request.url))) || network.pass(request);
  }

  /** What pages may ask for. @type {Record<string, (values: any) => unknown>} */
  const requests = {
    /** @returns {Promise<import('./messages.js').State>} */
    async state() {
      return { ...(await files.state()), offlineOnly: await offlineOnly.on };
    },
    async complete() {
      await files.complete();
      await older.sweep();
    },
    activate: () => worker.skipWaiting(),
    async forget() {
      await offlineOnly.turn(false); // what is not here could not come back
      await files.forget();
    },
    holds: async ({ url }) => files.holds(url) || (await older.find(url)) !== undefined,
    journal: () => journal.entries,
    shared: () => shared.take(),
    offlineOnly: ({ on }) => offlineOnly.turn(on),
  };

  worker.addEventListener('message', (event) => {
    const [port] = event.ports;
    const work = (async () => requests[event.data.kind](event.data))();
    event.waitUntil(
      work.then(
        (value) => port.postMessage({ value }),
        (error) => port.postMessage({ error: String(error) }),
      ),
    );
  });
}
