import { models } from '../../engine/index.js';
import { bestOf } from '../jobs/improvement.js';
import { announce } from '../ui/announcer.js';
import { find } from '../ui/dom.js';
import { sentence, toError } from '../i18n/errors.js';
import { t } from '../i18n/language.js';
import { onSpeak } from '../i18n/speak.js';
import { ModelChoice, titleOf } from './model-choice.js';

/** @typedef {import('../../engine/models/catalogue.js').Model} Model */

const REMEMBERED = 'offcut-model';

/**
 * The choice of model, remembered for the next visit: by quality, or among all there are. Tells by an
 * event `change` when another is chosen, or when what is known of one has changed.
 */
export class ModelPicker extends EventTarget {
  #box = find(HTMLElement, '#models');
  #all = find(HTMLDetailsElement, '#all-models');
  #instead = find(HTMLElement, '.instead', this.#box);
  /** @type {ModelChoice[]} */
  #qualities = [];
  /** @type {ModelChoice[]} */
  #choices = [];
  /** @type {readonly Model[]} */
  models = [];
  /** Why there is no list. @type {Error | null} */
  #failure = null;
  /** Its id; undefined for the default, as long as there is no list. @type {string | undefined} */
  chosen;
  /** The one that was chosen, while another takes its place. @type {string | undefined} */
  #missing;
  /** Settles once there is a choice, or can be none. */
  shown = this.#show();

  constructor() {
    super();
    onSpeak(() => this.#write());
    addEventListener('offline', () => this.#heedNetwork());
    addEventListener('online', () => {
      this.chosen = this.#missing ?? this.chosen;
      this.#missing = undefined;
      this.#heedNetwork();
    });
  }

  /**
   * Show the models there are.
   *
   * @returns {Promise<Model | undefined>} the one chosen; none if there is no list
   */
  async #show() {
    try {
      this.models = await models();
    } catch (error) {
      this.#failure = toError(error);
      this.#all.hidden = false;
      this.#write();
      announce(sentence(this.#failure));
      return undefined;
    }
    const usual = this.models.find((model) => model.default);
    const best = bestOf(this.models);
    const known = this.models.find(({ id }) => id === remembered()) ?? usual;
    const pick = (/** @type {string} */ id) => this.#pick(id);
    if (usual && best && usual !== best) {
      this.#qualities = [usual, best].map((model) => new ModelChoice('quality', model, pick));
    }
    this.#choices = this.models.map((model) => new ModelChoice('model', model, pick));
    for (const [place, choices] of /** @type {const} */ ([
      ['.qualities', this.#qualities],
      ['.choices', this.#choices],
    ])) {
      find(HTMLElement, place, this.#box).append(...choices.map(({ element }) => element));
    }
    this.chosen = known?.id;
    this.#all.open = known !== usual && known !== best;
    this.#all.hidden = false;
    this.#heedNetwork();
    return this.#find(this.chosen);
  }

  /** @param {string | undefined} id */
  #find(id) {
    return this.models.find((model) => model.id === id);
  }

  /** Id of the default, which also needs the least memory. */
  get usual() {
    return this.models.find((model) => model.default)?.id;
  }

  /**
   * Choose a model as its visitor would.
   *
   * @param {string | undefined} id
   */
  choose(id) {
    if (id !== undefined && this.#find(id)) this.#pick(id);
  }

  /** @param {string} id */
  #pick(id) {
    this.#missing = undefined;
    remember(id);
    this.#use(id);
  }

  /** @param {string | undefined} id */
  #use(id) {
    this.chosen = id;
    this.#write();
    this.dispatchEvent(new Event('change'));
  }

  /** @param {string | undefined} id */
  titleOf(id) {
    const model = this.#find(id);
    return model && titleOf(model);
  }

  /** Say anew what is on this device, if the list can be had. */
  async refreshSizes() {
    this.models = await models().catch(() => this.models);
    this.#heedNetwork();
  }

  /**
   * @param {string | undefined} id
   * @returns {Promise<boolean>} whether all of it is on this device
   */
  async isStored(id) {
    await this.refreshSizes();
    const model = this.#find(id ?? this.usual);
    return model !== undefined && model.stored === model.bytes;
  }

  /**
   * Learn that a model could not be had: pictures to come are done with one that is here, if there is
   * one.
   *
   * @param {string | undefined} id
   */
  isMissing(id) {
    const there = this.models.filter(({ stored, bytes }) => stored === bytes);
    const other = there.find((model) => model.default) ?? there[0];
    if (!id || id !== this.chosen || !other || other.id === id) return;
    this.#missing = id;
    this.#use(other.id);
  }

  /** Without a network, what is not here can't be chosen, and doesn't stay so. */
  #heedNetwork() {
    const chosen = this.#find(this.chosen);
    if (chosen && isOutOfReach(chosen)) this.isMissing(chosen.id);
    this.#use(this.chosen);
  }

  #write() {
    for (const choice of [...this.#qualities, ...this.#choices]) {
      const model = this.#find(choice.id);
      if (model) choice.render(model, model.id === this.chosen, isOutOfReach(model));
    }
    const notice = find(HTMLElement, '.failure', this.#box);
    notice.textContent = this.#failure ? sentence(this.#failure) : '';
    notice.hidden = !this.#failure;
    this.#instead.hidden = this.#missing === undefined;
    this.#instead.textContent = this.#missing
      ? t('models.instead', {
          wanted: this.titleOf(this.#missing) ?? '',
          used: this.titleOf(this.chosen) ?? '',
        })
      : '';
  }
}

/** @param {Model} model */
function isOutOfReach({ stored, bytes }) {
  return !navigator.onLine && stored < bytes;
}

// Where a site may store nothing, even asking throws: then the choice holds for this visit only.

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

/** @param {string} id */
function remember(id) {
  try {
    localStorage.setItem(REMEMBERED, id);
  } catch {
    // see above
  }
}
