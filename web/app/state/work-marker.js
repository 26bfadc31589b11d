/**
 * A note that work is in hand, for the next visit: if it is still there and its page is not, the
 * page was ended in the middle, probably for lack of memory. It has no names and no pixels.
 *
 * @typedef {{pictures: number, small: boolean, model: string | null}} Work
 * `pictures`: how many are not finished.
 *
 * @typedef {{
 *   storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>,
 *   locks: Pick<LockManager, 'request'>,
 * }} Tools
 */

/** Pages of one origin share its storage: each note has its page's name, and a lock of that name. */
export class WorkMarker {
  #tools;
  #prefix;
  #name;
  /** @type {Work | null} */
  #work = null;
  #isHeld = false;
  /** What stands there now. @type {string | null} */
  #written = null;

  /**
   * @param {string} site the site's path: there may be another one at this origin
   * @param {string} page a name that no other page has
   * @param {Tools} tools the browser's
   */
  constructor(site, page, tools) {
    this.#tools = tools;
    this.#prefix = `offcut-working ${site} `;
    this.#name = `${this.#prefix}${page}`;
  }

  /**
   * Take and delete what pages have left behind that live no more, and begin to keep a note.
   *
   * @returns {Promise<Work | null>} what they had in hand, together; null if there was nothing
   */
  async begin() {
    // before anything is noted: another page might take that for one left behind
    await new Promise((resolve, reject) => {
      const held = this.#tools.locks.request(this.#name, () => {
        resolve(undefined);
        return new Promise(() => {}); // as long as the page lives
      });
      Promise.resolve(held).catch(reject);
    });
    this.#isHeld = true;
    this.#write();
    /** @type {Work | null} */
    let lost = null;
    for (const name of this.#names()) {
      const work = name === this.#name ? null : await this.#take(name);
      if (work) lost = joined(lost, work);
    }
    return lost;
  }

  /** @param {Work} work what is in hand now */
  note(work) {
    const { pictures } = work;
    this.#work = pictures > 0 ? work : null;
    this.#write();
  }

  /** The page is being left, as it should be. */
  leave() {
    this.#write(null);
  }

  /** The browser brings the page back as it was left. */
  comeBack() {
    this.#write();
  }

  #write(work = this.#work) {
    if (!this.#isHeld) return;
    const { storage } = this.#tools;
    const text = work && JSON.stringify(work);
    if (text === this.#written) return; // progress comes many times a second
    this.#written = text;
    if (text) storage.setItem(this.#name, text);
    else storage.removeItem(this.#name);
  }

  #names() {
    const { storage } = this.#tools;
    return Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '').filter((name) =>
      name.startsWith(this.#prefix),
    );
  }

  /**
   * @param {string} name
   * @returns {Promise<Work | null>} null if its page lives, or another one was faster
   */
  async #take(name) {
    const { locks, storage } = this.#tools;
    return locks.request(name, { ifAvailable: true }, async (lock) => {
      const text = lock && storage.getItem(name);
      if (text === null) return null;
      storage.removeItem(name);
      return parsed(text);
    });
  }
}

/**
 * @param {string} text
 * @returns {Work | null} null if another release has written it, in another form
 */
function parsed(text) {
  try {
    const { pictures, small, model } = JSON.parse(text);
    return pictures > 0 ? { pictures, small: Boolean(small), model: model ?? null } : null;
  } catch {
    return null;
  }
}

/**
 * @param {Work | null} one
 * @param {Work} other
 * @returns {Work}
 */
function joined(one, other) {
  if (!one) return other;
  return { ...other, pictures: one.pictures + other.pictures, small: one.small && other.small };
}
