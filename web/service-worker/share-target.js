import { scope } from './scope.js';

/** Where the operating system's share sheet sends pictures (share_target in site.webmanifest). */
const ADDRESS = new URL('share', scope).href;
const FIELD = 'pictures';
const PATIENCE_MS = 60_000;
const MOST_PICTURES = 100;
const MOST_BYTES = 500e6;

/**
 * Pictures that another app shares with this one: taken out of the form here, in memory, and handed
 * to the page that opens. They go neither to the network nor into any store.
 */
export class SharedPictures {
  #isWanted;
  /** @type {File[]} */
  #files = [];
  #taken = () => {};
  #timer = 0;

  /**
   * @param {boolean} isWanted if not, nothing is taken; but an app that was installed from an
   *   earlier release may still send pictures, and those must not go to the host
   */
  constructor(isWanted) {
    this.#isWanted = isWanted;
  }

  /** @param {Request} request */
  isShare({ method, mode, url }) {
    return method === 'POST' && mode === 'navigate' && url === ADDRESS;
  }

  /**
   * @param {FetchEvent} event
   * @returns {Promise<Response>} a redirection to the page
   */
  async receive(event) {
    const { request } = event;
    // the page says that nothing arrived
    if (!this.#isWanted || isForeign(request)) return Response.redirect(`${scope}?shared`, 303);
    const form = await request.formData();
    for (const value of form.getAll(FIELD)) {
      if (value instanceof File && this.#hasRoom(value.size)) this.#files.push(value);
    }
    // until the page has them this worker must live, for they are nowhere else
    event.waitUntil(
      new Promise((resolve) => {
        this.#taken(); // an earlier form's wait ends with this one's
        this.#taken = () => resolve(undefined);
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.take(), PATIENCE_MS);
      }),
    );
    return Response.redirect(`${scope}?shared`, 303);
  }

  /** Hand the pictures over, once. */
  take() {
    clearTimeout(this.#timer);
    this.#taken();
    return this.#files.splice(0);
  }

  /** @param {number} bytes */
  #hasRoom(bytes) {
    const held = this.#files.reduce((sum, { size }) => sum + size, 0);
    return this.#files.length < MOST_PICTURES && held + bytes <= MOST_BYTES;
  }
}

/**
 * Whether the form is another site's. The browser names the origin of a form, but for one that is
 * the operating system's, and for a site that hides it: these two can't be told apart here, since
 * service workers don't see Sec-Fetch-Site.
 *
 * @param {Request} request
 */
function isForeign({ headers }) {
  const origin = headers.get('Origin') ?? 'null';
  return origin !== 'null' && origin !== new URL(scope).origin;
}
