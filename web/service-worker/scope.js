/** The service worker's global scope; TypeScript has no library for it alone. */
export const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis));

/** The site's address, with a slash at its end. */
export const scope = worker.registration.scope;

/** What our caches are told from others' by: all sites of one origin share Cache Storage. */
export const path = new URL(scope).pathname;
