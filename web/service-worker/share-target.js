import { scope } from './scope.js';

/** Where the operating system's share sheet sends pictures (site.webmanifest says so). */
const ADDRESS = new URL('share', scope).href;
const FIELD = 'pictures';
const PATIENCE_MS = 60_000;

/**
 * Pictures that another app shares with this one: taken out of the form here, in memory, and handed
 * to the page that opens. They go neither to the network nor into any store.
 */
export class SharedPictures {
  /** @type {File[]} */
  #files = [];
  #taken = () => {};
  #timer = 0;

  /** @param {Request} request */
  isShare({ method, mode, url }) {
    return method === 'POST' && mode === 'navigate' && url === ADDRESS;
  }

  /**
   * @param {FetchEvent} event
   * @returns {Promise<Response>} a redirection to the page
   */
  async receive(event) {
    const form = await event.request.formData();
    this.#files.push(...form.getAll(FIELD).filter((value) => value instanceof File));
    // until the page has them this worker must live, for they are nowhere else
    event.waitUntil(
      new Promise((resolve) => {
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
}
