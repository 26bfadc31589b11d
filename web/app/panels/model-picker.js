import { models } from '../../engine/index.js';
import { announce } from '../ui/announcer.js';
import { find, h, stamp } from '../ui/dom.js';
import { megabytes } from '../ui/format.js';
import { sentence, toError } from '../i18n/errors.js';
import { t, translated } from '../i18n/language.js';
import { onSpeak } from '../i18n/speak.js';

/** @typedef {import('../../engine/models/catalogue.js').Model} Model */

const REMEMBERED = 'offcut-model';

/** The choice of model, remembered for the next visit. */
export class ModelPicker {
  #box = find(HTMLElement, '#models');
  /** @type {Model[]} */
  #models = [];
  /** Why there is no list. @type {Error | null} */
  #failure = null;
  /** Settles once there is a choice, or can be none. */
  shown = this.#show();

  constructor() {
    onSpeak(() => this.#write());
  }

  /**
   * Show the models there are.
   *
   * @returns {Promise<Model | undefined>} the one chosen; none if there is no list
   */
  async #show() {
    try {
      this.#models = await models();
    } catch (error) {
      this.#failure = toError(error);
      this.#write();
      announce(sentence(this.#failure));
      return undefined;
    }
    const known = this.#models.find(({ id }) => id === remembered());
    const chosen = known ?? this.#models.find((model) => model.default);
    const choices = this.#models.map((model) => choice(model, model === chosen));
    const place = find(HTMLElement, '.choices', this.#box);
    place.replaceChildren(...choices);
    place.after(h('p', { class: 'aside', t: 'models.help' }));
    place.addEventListener('change', () => remember(this.chosen));
    this.#write();
    return chosen;
  }

  /** Id of the chosen model; undefined for the default, as long as there is no list. */
  get chosen() {
    const input = this.#box.querySelector('input:checked');
    return input instanceof HTMLInputElement ? input.value : undefined;
  }

  /** Id of the default, which also needs the least memory. */
  get usual() {
    return this.#models.find((model) => model.default)?.id;
  }

  /**
   * Choose a model as its visitor would.
   *
   * @param {string | undefined} id
   */
  choose(id) {
    const input = this.#box.querySelector(`input[value="${id}"]`);
    if (input instanceof HTMLInputElement) input.click();
  }

  /** @param {string | undefined} id */
  titleOf(id) {
    const model = this.#models.find((other) => other.id === id);
    return model && titleOf(model);
  }

  /** Say anew what is on this device, if the list can be had. */
  async refreshSizes() {
    this.#models = await models().catch(() => this.#models);
    this.#write();
  }

  #write() {
    for (const model of this.#models) {
      const label = this.#box.querySelector(`input[value="${model.id}"]`)?.parentElement;
      if (label) describe(label, model);
    }
    const notice = find(HTMLElement, '.failure', this.#box);
    notice.textContent = this.#failure ? sentence(this.#failure) : '';
    notice.hidden = !this.#failure;
  }
}

/**
 * @param {Model} model
 * @param {boolean} checked
 */
function choice(model, checked) {
  const label = stamp('#model-choice');
  const input = find(HTMLInputElement, 'input', label);
  input.value = model.id;
  input.checked = checked;
  return label;
}

/**
 * @param {HTMLElement} label of a choice
 * @param {Model} model
 */
function describe(label, model) {
  const { id, summary, precision } = model;
  find(HTMLElement, '.title', label).textContent = titleOf(model);
  find(HTMLElement, '.size', label).textContent = size(model);
  find(HTMLElement, '.summary', label).textContent = translated(`model.${id}.summary`, summary);
  find(HTMLElement, '.precision', label).textContent = translated(
    `model.${id}.precision`,
    precision,
  );
}

/** @param {Model} model */
function titleOf({ id, title }) {
  return translated(`model.${id}.title`, title);
}

/** @param {Model} model */
function size({ bytes, stored }) {
  if (stored === 0) return megabytes(bytes);
  if (stored === bytes) return t('models.stored', { size: megabytes(bytes) });
  return t('models.more', { size: megabytes(bytes - stored) });
}

// Where a site may store nothing, even asking throws: then the choice holds for this visit only.

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

/** @param {string | undefined} id */
function remember(id) {
  try {
    if (id) localStorage.setItem(REMEMBERED, id);
  } catch {
    // see above
  }
}
