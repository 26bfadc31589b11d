import { announce } from '../../ui/announcer.js';
import { h } from '../../ui/dom.js';
import { number as spelled, percent } from '../../ui/format.js';
import { sentence, toError } from '../../i18n/errors.js';
import { t } from '../../i18n/language.js';
import { stays } from '../../state/subjects.js';

/**
 * @typedef {import('../../state/state.js').Picture} Picture
 * @typedef {import('../../jobs/actions.js').Actions} Actions
 * @typedef {import('../../jobs/preview.js').View} View
 */

/** Of a thumbnail, in pixels. */
const SIDE = 88;

/** The subjects of a picture that has several: each stays or goes. */
export class SubjectsField {
  #actions;
  #list = h('div', { class: 'subjects' });
  #saves;
  /** What the list was made of. */
  #listed = '';
  /** @type {HTMLInputElement[]} */
  #boxes = [];
  /** @type {HTMLCanvasElement[]} */
  #thumbnails = [];
  /** @type {ImageBitmap | null} */
  #original = null;
  /** @type {Picture | undefined} */
  #picture;
  element;

  /** @param {Actions} actions */
  constructor(actions) {
    this.#actions = actions;
    this.#saves = [button('subjects.zip'), button('subjects.files')];
    for (const [at, save] of this.#saves.entries())
      save.addEventListener('click', () => this.#save(at === 0));
    this.element = h(
      'fieldset',
      { class: 'field-group' },
      h('legend', { t: 'subjects' }),
      this.#list,
      h('small', { t: 'subjects.each' }),
      h('div', { class: 'actions' }, ...this.#saves),
    );
  }

  /**
   * @param {Picture | undefined} picture
   * @param {string} language
   */
  render(picture, language) {
    this.#picture = picture;
    this.element.hidden = !picture || picture.subjects.length < 2;
    if (this.element.hidden || !picture) return;
    const listed = JSON.stringify([picture.id, picture.subjects, language]);
    if (listed !== this.#listed) this.#fill(picture);
    this.#listed = listed;
    for (const [at, box] of this.#boxes.entries()) box.checked = stays(picture, at + 1);
  }

  /** @param {View | null} view */
  show(view) {
    if (this.#original === (view?.before ?? null)) return;
    this.#original = view?.before ?? null;
    this.#draw();
  }

  /** @param {Picture} picture */
  #fill({ subjects }) {
    const had = this.#boxes.indexOf(/** @type {any} */ (document.activeElement));
    this.#thumbnails = subjects.map(() =>
      h('canvas', { class: 'thumb', width: SIDE, height: SIDE, 'aria-hidden': 'true' }),
    );
    this.#boxes = subjects.map((_, at) => {
      const box = h('input', { type: 'checkbox' });
      box.addEventListener('change', () => this.#actions.choose(at + 1, box.checked));
      return box;
    });
    this.#list.replaceChildren(
      ...subjects.map(({ share }, at) => {
        const words = h('span');
        const values = { number: spelled(at + 1), share: percent(share, share < 0.01 ? 1 : 0) };
        words.textContent = t('subjects.name', values);
        return h(
          'label',
          { class: 'check subject' },
          /** @type {HTMLElement} */ (this.#boxes[at]),
          /** @type {HTMLElement} */ (this.#thumbnails[at]),
          words,
        );
      }),
    );
    this.#boxes[had]?.focus();
    this.#draw();
  }

  #draw() {
    const [original, picture] = [this.#original, this.#picture];
    if (!original || !picture) return;
    const scale = original.width / picture.width;
    for (const [at, canvas] of this.#thumbnails.entries()) {
      const subject = picture.subjects[at];
      const context = canvas.getContext('2d');
      if (!subject || !context) continue;
      const [left, upper, right, lower] = subject.box.map((edge) => edge * scale);
      const [width, height] = [right - left, lower - upper];
      const zoom = SIDE / Math.max(width, height);
      const [across, down] = [width * zoom, height * zoom];
      const [x, y] = [(SIDE - across) / 2, (SIDE - down) / 2];
      context.clearRect(0, 0, SIDE, SIDE);
      context.drawImage(original, left, upper, width, height, x, y, across, down);
    }
  }

  /** @param {boolean} isZipped */
  async #save(isZipped) {
    if (this.#saves.some((save) => save.hasAttribute('aria-disabled'))) return;
    // not `disabled`: that would take the focus away
    for (const save of this.#saves) save.setAttribute('aria-disabled', 'true');
    try {
      if ((await this.#actions.saveEach(isZipped)) === 'saved') announce(t('subjects.saved'));
    } catch (error) {
      announce(sentence(toError(error)));
    } finally {
      for (const save of this.#saves) save.removeAttribute('aria-disabled');
    }
  }
}

/** @param {import('../../ui/dom.js').Key} words */
function button(words) {
  return h('button', { type: 'button', class: 'quiet', t: words });
}
