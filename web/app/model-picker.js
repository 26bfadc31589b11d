import { models } from '../engine/index.js';
import { announce } from './announcer.js';
import { find, stamp } from './dom.js';
import { megabytes } from './format.js';

/** @typedef {import('../engine/models.js').Model} Model */

const REMEMBERED = 'offcut-model';

/** The choice of model, remembered for the next visit. */
export class ModelPicker {
  #box = find(HTMLElement, '#models');
  /** @type {Model[]} */
  #models = [];
  /** Settles once there is a choice, or can be none. */
  shown = this.#show();

  /**
   * Show the models there are.
   *
   * @returns {Promise<Model | undefined>} the one chosen; none if there is no list
   */
  async #show() {
    try {
      this.#models = await models();
    } catch (error) {
      const notice = find(HTMLElement, '.failure', this.#box);
      notice.textContent = error instanceof Error ? error.message : String(error);
      notice.hidden = false;
      announce(notice.textContent);
      return undefined;
    }
    const known = this.#models.find(({ id }) => id === remembered());
    const chosen = known ?? this.#models.find((model) => model.default);
    const choices = this.#models.map((model) => choice(model, model === chosen));
    const place = find(HTMLElement, '.choices', this.#box);
    place.replaceChildren(...choices);
    place.addEventListener('change', () => remember(this.chosen));
    return chosen;
  }

  /** Id of the chosen model; undefined for the default, as long as there is no list. */
  get chosen() {
    const input = this.#box.querySelector('input:checked');
    return input instanceof HTMLInputElement ? input.value : undefined;
  }

  /** @param {string | undefined} id */
  titleOf(id) {
    return this.#models.find((model) => model.id === id)?.title;
  }

  /** Say anew what is on this device, if the list can be had. */
  async refreshSizes() {
    for (const model of await models().catch(() => [])) {
      const input = this.#box.querySelector(`input[value="${model.id}"]`);
      if (input?.parentElement) find(HTMLElement, '.size', input.parentElement).textContent = size(model);
    }
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
  find(HTMLElement, '.title', label).textContent = model.title;
  find(HTMLElement, '.size', label).textContent = size(model);
  find(HTMLElement, '.summary', label).textContent = model.summary;
  find(HTMLElement, '.precision', label).textContent = model.precision;
  return label;
}

/** @param {Model} model */
function size({ bytes, stored }) {
  const all = megabytes(bytes);
  if (stored === 0) return all;
  if (stored === bytes) return `${all}, stored`;
  return `only ${megabytes(bytes - stored)} more`;
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
