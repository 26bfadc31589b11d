import { removeBackground } from '../engine/index.js';
import { announce } from './announcer.js';
import { find } from './dom.js';
import { duration } from './format.js';
import { PictureCard } from './picture-card.js';

/**
 * @typedef {import('./model-picker.js').ModelPicker} ModelPicker
 * @typedef {{
 *   file: File,
 *   card: PictureCard,
 *   state: 'waiting' | 'working' | 'over',
 *   done: boolean,
 *   controller: AbortController,
 * }} Entry
 */

/** While the network works on one picture, Python decodes the next or writes the last. */
const AT_ONCE = 2;

/** Browsers drop downloads that come all at once. */
const BETWEEN_DOWNLOADS_MS = 300;

/** The pictures, in the order in which they came; each ends well or badly by itself. */
export class Queue {
  /** @type {Entry[]} */
  #entries = [];
  #picker;
  #onDone;
  #section = find(HTMLElement, '#queue');
  #cards = find(HTMLElement, '.cards', this.#section);
  #downloadAll = find(HTMLButtonElement, '#download-all', this.#section);

  /**
   * @param {ModelPicker} picker which model to use
   * @param {() => void} onDone called after each picture that ended well
   */
  constructor(picker, onDone) {
    this.#picker = picker;
    this.#onDone = onDone;
    this.#downloadAll.addEventListener('click', () => {
      this.#saveAll();
    });
  }

  async #saveAll() {
    for (const { card } of this.#entries.filter(({ done }) => done)) {
      card.download();
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_DOWNLOADS_MS));
    }
  }

  /** Whether leaving the page would lose work. */
  get busy() {
    return this.#entries.some(({ state }) => state !== 'over');
  }

  /** @param {File[]} files */
  add(files) {
    const added = files.map((file) => this.#entry(file));
    this.#entries.push(...added);
    this.#cards.append(...added.map(({ card }) => card.element));
    this.#update();
    added[0]?.card.element.scrollIntoView({ block: 'nearest' });
  }

  /** @param {File} file */
  #entry(file) {
    /** @type {Entry} */
    const entry = {
      file,
      card: new PictureCard(file, {
        cancel: () => this.#cancel(entry),
        retry: () => this.#retry(entry),
        remove: () => this.#remove(entry),
      }),
      state: 'waiting',
      done: false,
      controller: new AbortController(),
    };
    return entry;
  }

  #update() {
    this.#section.hidden = this.#entries.length === 0;
    this.#downloadAll.hidden = this.#entries.filter(({ done }) => done).length < 2;
    const working = this.#entries.filter(({ state }) => state === 'working').length;
    const next = this.#entries.filter(({ state }) => state === 'waiting');
    for (const entry of next.slice(0, AT_ONCE - working)) this.#run(entry);
  }

  /** @param {Entry} entry */
  async #run(entry) {
    const { file, card, controller } = entry;
    const { signal } = controller;
    entry.state = 'working';
    card.work();
    try {
      await this.#picker.shown;
      signal.throwIfAborted();
      const model = this.#picker.chosen;
      const progress = card.progress.bind(card);
      const blob = await removeBackground(file, { model, signal, progress });
      const news = card.found ? 'background removed' : 'no subject was found';
      announce(`${file.name}: ${news}, in ${duration(card.elapsed)}.`);
      entry.done = true;
      await card.done(blob, this.#picker.titleOf(model));
      this.#onDone();
    } catch (error) {
      if (!signal.aborted) {
        const message = error instanceof Error ? error.message : String(error);
        card.fail(message);
        announce(message);
      }
    }
    if (!signal.aborted) entry.state = 'over'; // else it may be waiting again by now
    this.#update();
  }

  /** @param {Entry} entry */
  #cancel(entry) {
    entry.controller.abort();
    entry.state = 'over';
    entry.card.cancelled();
    announce(`${entry.file.name}: cancelled.`);
    this.#update();
  }

  /** @param {Entry} entry */
  #retry(entry) {
    entry.controller = new AbortController();
    entry.state = 'waiting';
    entry.card.wait();
    this.#update();
  }

  /** @param {Entry} entry */
  #remove(entry) {
    entry.controller.abort();
    const at = this.#entries.indexOf(entry);
    this.#entries.splice(at, 1);
    entry.card.remove();
    this.#update();
    const next = this.#entries[at] ?? this.#entries[at - 1];
    const target = next?.card.element.querySelector('.remove') ?? find(HTMLInputElement, '#file');
    if (target instanceof HTMLElement) target.focus();
  }
}
