/** What the stage needs of a browser when nothing is to be seen: stand-ins that only remember. */

/** A path that nobody draws. */
class Path {
  moveTo() {}
  lineTo() {}
}

/** An element that nobody sees; as a canvas it takes events and tells its attributes. */
export class Element extends EventTarget {
  hidden = false;
  style = {};
  classList = { toggle() {} };
  /** @type {Set<string>} */
  attributes = new Set();

  append() {}
  setAttribute() {}
  setPointerCapture() {}
  matches() {
    return true;
  }

  /**
   * @param {string} name
   * @param {boolean} force
   */
  toggleAttribute(name, force) {
    if (force) this.attributes.add(name);
    else this.attributes.delete(name);
  }

  /**
   * Let something happen to it.
   *
   * @param {string} type
   * @param {Record<string, unknown>} [values] of the event
   * @returns {Event}
   */
  fire(type, values = {}) {
    const event = new Event(type, { cancelable: true });
    for (const [name, value] of Object.entries(values))
      Object.defineProperty(event, name, { value });
    this.dispatchEvent(event);
    return event;
  }
}

/** A bitmap without pixels. */
export class Bitmap {
  /**
   * @param {number} width
   * @param {number} height
   */
  constructor(width, height) {
    this.width = width;
    this.height = height;
  }
}

/** The window's events. */
export const page = new Element();

Object.assign(globalThis, {
  Path2D: Path,
  ImageBitmap: Bitmap,
  document: { createElement: () => new Element() },
  addEventListener: page.addEventListener.bind(page),
});
