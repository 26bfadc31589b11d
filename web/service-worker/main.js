/**
 * The service worker: makes the site work offline, as one release at a time, and isolates it on
 * hosts that send no headers. What it needs to know of the release is written into sw.js.
 */
import { Journal } from './request-log.js';
import { Network } from './network.js';
import { OfflinePage } from './offline-page.js';
import { OfflineOnly } from './offline-switch.js';
import { OlderReleases } from './old-releases.js';
import { forgetReleases, isOlder, newest, noteRelease } from './release-order.js';
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
  const shared = new SharedPictures(build.share);
  const offlinePage = new OfflinePage(offlineOnly, build.headers);

  worker.addEventListener('install', (event) => {
    event.waitUntil(install());
  });

  worker.addEventListener('activate', (event) => {
    event.waitUntil(Promise.all([worker.clients.claim(), older.sweep(), noteRelease(build.order)]));
  });

  worker.addEventListener('fetch', (event) => {
    const { request, resultingClientId } = event;
    if (request.mode === 'navigate') journal.open(resultingClientId);
    if (shared.isShare(request)) event.respondWith(shared.receive(event));
    else if (offlinePage.isAnswer(request)) event.respondWith(offlinePage.allow(request));
    else event.respondWith(answer(request));
  });

  async function install() {
    const before = await newest();
    if (before && isOlder(build.order, before)) throw new Error('This release is an older one.');
    // A first visitor must not wait: there is no older release that this one could be mixed with.
    if (worker.registration.active) await files.complete();
  }

  /** @param {Request} request */
  async function answer(request) {
    if (request.method !== 'GET' || !request.url.startsWith(scope)) return network.pass(request);
    const navigates = request.mode === 'navigate';
    if (navigates && (await offlineOnly.on) && !(await files.isComplete())) {
      return offlinePage.show();
    }
    const name = files.nameOf(request);
    if (name !== undefined) return files.respond(name, request.destination);
    return (!navigates && (await older.find(request.url))) || network.pass(request);
  }

  /** What pages may ask for. @type {Record<string, (values: any, client: string) => unknown>} */
  const requests = {
    /** @returns {Promise<import('./messages.js').State>} */
    async state() {
      return { ...(await files.state()), offlineOnly: await offlineOnly.on };
    },
    async complete() {
      await files.complete();
      await noteRelease(build.order);
      await older.sweep();
    },
    activate: () => worker.skipWaiting(),
    async forget() {
      await offlineOnly.turn(false); // what is not here could not come back
      await files.forget();
      await forgetReleases();
    },
    holds: async ({ url }) => files.holds(url) || (await older.find(url)) !== undefined,
    journal: (_, client) => journal.since(client),
    shared: () => shared.take(),
    offlineOnly: ({ on }) => offlineOnly.turn(on),
  };

  worker.addEventListener('message', (event) => {
    const [port] = event.ports;
    const { source } = event;
    // other projects may share the origin, and with it this worker
    if (!port || !(source instanceof Client) || !source.url.startsWith(scope)) return;
    const work = (async () => requests[event.data.kind](event.data, source.id))();
    event.waitUntil(
      work.then(
        (value) => port.postMessage({ value }),
        (error) => port.postMessage({ error: String(error) }),
      ),
    );
  });
}
