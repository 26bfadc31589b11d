import { find, stamp } from '../ui/dom.js';
import { megabytes } from '../ui/format.js';
import { t, translated } from '../i18n/language.js';

/** @typedef {import('../../engine/models/catalogue.js').Model} Model */

let lastId = 0;

/** One model to choose: what it is called, what it costs, and one line on it. */
export class ModelChoice {
  element = stamp('#model-choice');
  #input = find(HTMLInputElement, 'input', this.element);
  #group;

  /**
   * @param {'quality' | 'model'} group
   * @param {Model} model
   * @param {(id: string) => void} pick
   */
  constructor(group, model, pick) {
    this.#group = group;
    this.id = model.id;
    this.#input.name = group;
    this.#input.value = model.id;
    this.#input.addEventListener('change', () => pick(model.id));
    // the name is short, and the rest of the label describes it
    const id = `model-${++lastId}`;
    find(HTMLElement, '.title', this.element).id = `${id}-title`;
    find(HTMLElement, '.size', this.element).id = `${id}-size`;
    find(HTMLElement, '.summary', this.element).id = `${id}-summary`;
    this.#input.setAttribute('aria-labelledby', `${id}-title ${id}-size`);
    this.#input.setAttribute('aria-describedby', `${id}-summary`);
  }

  /**
   * @param {Model} model
   * @param {boolean} isChosen
   * @param {boolean} isOutOfReach whether it is not here, and can't be fetched
   */
  render(model, isChosen, isOutOfReach) {
    const { id, summary, precision } = model;
    this.#input.checked = isChosen;
    this.#input.disabled = isOutOfReach;
    this.#say('.title', titleOf(model));
    this.#say('.size', isOutOfReach ? t('models.needs-network', sizes(model)) : size(model));
    this.#say('.summary', translated(`model.${id}.summary`, summary));
    const isDetailed = this.#group === 'model';
    this.#say('.precision', isDetailed ? translated(`model.${id}.precision`, precision) : '');
  }

  /**
   * @param {string} part
   * @param {string} text
   */
  #say(part, text) {
    find(HTMLElement, part, this.element).textContent = text;
  }
}

/** @param {Model} model */
export function titleOf({ id, title }) {
  return translated(`model.${id}.title`, title);
}

/** @param {Model} model */
function size({ bytes, stored }) {
  if (stored === 0) return megabytes(bytes);
  if (stored === bytes) return t('models.stored', { size: megabytes(bytes) });
  return t('models.more', { size: megabytes(bytes - stored) });
}

/** @param {Model} model */
function sizes({ bytes, stored }) {
  return { size: megabytes(bytes - stored) };
}
