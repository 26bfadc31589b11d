/** Asks for the network again; honoured only where the page can't be opened without. */
const UNLOCK = '?network=on';

/**
 * Where the user forbids the network, and not all of the page is on this device: without this there
 * would be no page with the switch on it.
 *
 * @param {Request} request a navigation
 * @param {import('./offline-switch.js').OfflineOnly} offlineOnly
 * @param {Record<string, string>} headers
 * @returns {Promise<Response | null>} null if the network is allowed from now on
 */
export async function locked(request, offlineOnly, headers) {
  if (new URL(request.url).search === UNLOCK) {
    await offlineOnly.turn(false);
    return null;
  }
  const page =
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Offcut: offline only</title>' +
    '<h1>Offline only</h1><p>“Offline only” is switched on, and a part of the page is no longer ' +
    `stored on this device.</p><p><a href="./${UNLOCK}">Allow the network again</a>` +
    '</p></html>';
  const type = { 'Content-Type': 'text/html; charset=utf-8' };
  return new Response(page, { status: 503, headers: { ...type, ...headers } });
}
