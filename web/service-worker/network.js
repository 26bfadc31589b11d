/** @typedef {import('./request-log.js').Journal} Journal */
/** @typedef {import('./offline-switch.js').OfflineOnly} OfflineOnly */

/** Statuses that may have no body, says https://fetch.spec.whatwg.org/#null-body-status. */
const WITHOUT_BODY = new Set([101, 103, 204, 205, 304]);

/**
 * The one way out: whatever goes to the network goes through here, is written down, and can be
 * refused.
 */
export class Network {
  #journal;
  #offlineOnly;
  #headers;

  /**
   * @param {Journal} journal
   * @param {OfflineOnly} offlineOnly
   * @param {Record<string, string>} headers to add to every answer
   */
  constructor(journal, offlineOnly, headers) {
    this.#journal = journal;
    this.#offlineOnly = offlineOnly;
    this.#headers = headers;
  }

  /**
   * Fetch something as it is.
   *
   * @param {Request} request
   * @param {string} by what asked
   * @returns {Promise<Response>} rejects with a TypeError if there is no network, or none is wanted
   */
  async fetch(request, by) {
    const { method, url } = request;
    if (await this.#offlineOnly.on) {
      this.#journal.note({ method, url, by, from: 'refused', bytes: 0 });
      throw new TypeError('The network is switched off in Offcut.');
    }
    try {
      // A redirect could lead to another site. Of a navigation the browser follows it itself, in
      // the sight of the visitor; a file of the site has its own address.
      const redirect = request.mode === 'navigate' ? 'manual' : 'error';
      const response = await fetch(request, request.redirect === redirect ? {} : { redirect });
      const length = Number(response.headers.get('Content-Length') ?? -1);
      const final = response.url || url;
      this.#journal.note({ method, url: final, by, from: 'network', bytes: length });
      return response;
    } catch (error) {
      this.#journal.note({ method, url, by, from: 'failed', bytes: 0 });
      throw error;
    }
  }

  /**
   * Fetch something for a page, and isolate it.
   *
   * @param {Request} request
   * @returns {Promise<Response>}
   */
  async pass(request) {
    const response = await this.fetch(request, request.destination);
    // an opaque answer has neither headers nor body to be read; browsers treat it on its own terms
    if (response.type.startsWith('opaque') || response.type === 'error') return response;
    const { status, statusText } = response;
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries(this.#headers)) headers.set(name, value);
    const body = WITHOUT_BODY.has(status) ? null : response.body;
    return new Response(body, { status, statusText, headers });
  }
}
