import { scope } from './scope.js';

/** Where the button on the page posts to. */
const ADDRESS = new URL('allow-network', scope).href;
const FIELD = 'token';
const POLICY = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * What is shown where the user forbids the network, and not all of the page is on this device:
 * without this there would be no page with the switch on it. Only its own button turns the switch:
 * a link or a form of another site does not know the token.
 */
export class OfflinePage {
  #offlineOnly;
  #headers;
  #token = crypto.randomUUID();

  /**
   * @param {import('./offline-switch.js').OfflineOnly} offlineOnly
   * @param {Record<string, string>} headers
   */
  constructor(offlineOnly, headers) {
    this.#offlineOnly = offlineOnly;
    this.#headers = headers;
  }

  /** @param {Request} request */
  isAnswer({ method, mode, url }) {
    return method === 'POST' && mode === 'navigate' && url === ADDRESS;
  }

  /**
   * The button was pressed.
   *
   * @param {Request} request
   * @returns {Promise<Response>} a redirection to the page; this one again if the token is another
   */
  async allow(request) {
    const form = await request.formData();
    // this worker may have been started anew since the page was shown: it is shown once more
    if (form.get(FIELD) !== this.#token) return this.show();
    this.#token = crypto.randomUUID();
    await this.#offlineOnly.turn(false);
    return Response.redirect(scope, 303);
  }

  show() {
    const page =
      '<!doctype html><html lang="en"><meta charset="utf-8"><title>Offcut: offline only</title>' +
      '<h1>Offline only</h1><p>“Offline only” is switched on, and a part of the page is no longer ' +
      `stored on this device.</p><form method="post" action="${ADDRESS}" ` +
      `enctype="multipart/form-data"><input type="hidden" name="${FIELD}" value="${this.#token}">` +
      '<button>Allow the network again</button></form></html>';
    const type = { 'Content-Type': 'text/html; charset=utf-8' };
    const headers = { ...type, ...this.#headers, 'Content-Security-Policy': POLICY };
    return new Response(page, { status: 503, headers });
  }
}
