import { keepUnpacked, readUnpacked } from './unpacked-files.js';

/**
 * @typedef {import('./unpacked-files.js').Contents} Contents
 * @typedef {import('./inference-messages.d.ts').Expect} Expect
 * @typedef {import('./inference-messages.d.ts').Take} Take
 * @typedef {import('onnxruntime-web').InferenceSession} Session
 */

/** The sessions of a worker: of what is kept unpacked where it is, else of what it is sent. */
export class Sessions {
  #create;
  /**
   * Whether files are kept unpacked, by whose hashes these are.
   *
   * @type {{key: string, found: Promise<boolean>} | null}
   */
  #kept = null;
  /** What is to be kept so, if it isn't. @type {Take | null} */
  #missing = null;
  /**
   * The session that is made of what is kept, by the name of its graph.
   *
   * @type {{graph: string, created: Promise<Session>} | null}
   */
  #begun = null;

  /** @param {(graph: string, contents: Contents) => Promise<Session>} create */
  constructor(create) {
    this.#create = create;
  }

  /**
   * Begin with the session if all files are kept; once, however often it is asked for.
   *
   * @param {Take | Expect} wanted
   * @returns {Promise<boolean>} whether they are
   */
  expect(wanted) {
    const key = wanted.files.map(({ sha256 }) => sha256).join();
    if (this.#kept?.key !== key) this.#kept = { key, found: this.#begin(wanted, key) };
    return this.#kept.found;
  }

  /**
   * The same; files that are not kept are when `load` is told what is in them.
   *
   * @param {Take} wanted
   * @returns {Promise<boolean>}
   */
  async take(wanted) {
    const whole = await this.expect(wanted);
    this.#missing = whole ? null : wanted;
    return whole;
  }

  /**
   * @param {string} graph the name of the file with the graph
   * @param {Contents} contents where nothing is kept; nothing is left of it
   * @returns {Promise<Session>}
   */
  async load(graph, contents) {
    if (this.#missing) keepUnpacked(this.#missing.cache, this.#missing.files, contents);
    if (this.#begun?.graph !== graph) {
      this.#kept = null;
      await this.#drop();
    }
    return this.#begun?.created ?? this.#create(graph, contents);
  }

  /**
   * @param {Take | Expect} wanted
   * @param {string} key its own: once another is there, nothing is to come of this one
   */
  async #begin({ cache, files: [graph, ...weights] }, key) {
    await this.#drop();
    const contents = await readUnpacked(cache, [graph, ...weights]);
    if (!contents || this.#kept?.key !== key) return false;
    this.#begun = { graph: graph.name, created: this.#create(graph.name, contents) };
    this.#begun.created.catch(() => {}); // whoever asks for it is told
    return true;
  }

  /** Give back a session of a model that was not asked for after all. */
  async #drop() {
    const dropped = this.#begun;
    this.#begun = null;
    await (await dropped?.created.catch(() => null))?.release();
  }
}
