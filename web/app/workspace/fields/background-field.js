import { h } from '../../ui/dom.js';
import { UNDER_JPEG, isFilled } from '../../state/settings.js';
import { choice, range, select } from './fields.js';

/**
 * @typedef {import('../../state/settings.js').Settings} Settings
 * @typedef {import('./fields.js').Change} Change
 * @typedef {'none' | 'colour' | 'picture' | 'blur'} Kind
 */

/** @type {Kind[]} */
const KINDS = ['none', 'colour', 'picture', 'blur'];
const COLOURS = [
  '#ffffff',
  '#000000',
  '#f2f2f2',
  '#e3edf7',
  '#2563eb',
  '#16a34a',
  '#facc15',
  '#dc2626',
];

/** What the result is laid on. */
export class BackgroundField {
  #change;
  #choices;
  #colour = h('input', { type: 'color', label: 'finish.colour', value: '#ffffff' });
  #file = h('input', {
    type: 'file',
    class: 'visually-hidden',
    accept: 'image/*,.heic,.heif,.hif,.avif,.jxl',
    id: 'background-file',
  });
  /** JPEG has no transparency: what lies under the result then, and its choice. */
  #filled = h('small', { t: 'finish.background.filled' });
  #fileName = h('span', { class: 'file-name', dir: 'auto' });
  #parts;
  #swatches;
  #fit;
  #blur;
  /** @type {Blob | null} */
  #picture = null;
  /** Of the background that there is; another one may be chosen already. @type {Kind} */
  #kind = 'none';
  #isFilled = false;
  element;

  /** @param {Change} change */
  constructor(change) {
    this.#change = change;
    this.#choices = KINDS.map((kind) =>
      choice('background', kind, `finish.background.${kind}`, () => this.#pick(kind)),
    );
    this.#fit = select(
      'fit',
      'finish.fit',
      [
        ['cover', 'finish.fit.cover'],
        ['contain', 'finish.fit.contain'],
      ],
      change,
    );
    this.#blur = range('blur', 'finish.blur', { min: 0.005, max: 0.1, step: 0.005 }, change);
    this.#colour.addEventListener('input', () => change({ background: this.#colour.value }));
    this.#file.addEventListener('change', () => this.#take());
    this.#file.addEventListener('cancel', () => this.#show(this.#kind));
    this.#swatches = COLOURS.map((colour) => {
      const swatch = h('button', {
        type: 'button',
        class: 'swatch',
        label: /** @type {import('../../ui/dom.js').Key} */ (`colour.${colour.slice(1)}`),
        on: { click: () => change({ background: colour }) },
      });
      swatch.style.background = colour;
      return swatch;
    });
    /** @type {Record<Kind, HTMLElement>} */
    this.#parts = {
      none: h('div'),
      colour: h('div', { class: 'swatches' }, this.#colour, ...this.#swatches),
      picture: h(
        'div',
        { class: 'part' },
        this.#file,
        h('label', { for: 'background-file', class: 'quiet', t: 'finish.choose' }),
        this.#fileName,
        this.#fit.element,
      ),
      blur: h('div', { class: 'part' }, this.#blur.element),
    };
    this.element = h(
      'fieldset',
      { class: 'field-group' },
      h('legend', { t: 'finish.background' }),
      h('div', { class: 'options' }, ...this.#choices),
      this.#filled,
      ...Object.values(this.#parts),
    );
  }

  /** @param {Settings} settings */
  render(settings) {
    const { background } = settings;
    if (background instanceof Blob) this.#picture = background;
    this.#kind = kindOf(background);
    this.#isFilled = isFilled(settings);
    this.#show(this.#kind);
    const colour = this.#isFilled ? UNDER_JPEG : background;
    if (this.#kind === 'colour') this.#colour.value = String(background);
    for (const [at, swatch] of this.#swatches.entries()) {
      swatch.setAttribute('aria-pressed', String(COLOURS[at] === colour));
    }
    this.#fit.render(settings);
    this.#blur.render(settings);
  }

  /** @param {Kind} kind */
  #show(kind) {
    for (const [at, label] of this.#choices.entries()) {
      const input = label.querySelector('input');
      if (input) input.checked = KINDS[at] === kind;
    }
    const isFilled = this.#isFilled && kind === 'none';
    const shown = isFilled ? 'colour' : kind;
    for (const [name, part] of Object.entries(this.#parts)) part.hidden = name !== shown;
    this.#filled.hidden = !isFilled;
  }

  /** @param {Kind} kind */
  #pick(kind) {
    this.#show(kind);
    if (kind === 'none') this.#change({ background: null });
    else if (kind === 'colour') this.#change({ background: this.#colour.value });
    else if (kind === 'blur') this.#change({ background: 'blur' });
    else if (this.#picture) this.#change({ background: this.#picture });
    // arrow keys only pass by
    else if (!document.activeElement?.matches(':focus-visible')) this.#file.click();
  }

  #take() {
    const file = this.#file.files?.[0];
    if (!file) return;
    this.#fileName.textContent = file.name;
    this.#change({ background: file });
    this.#file.value = ''; // so that the same file can be chosen again
  }
}

/**
 * @param {Settings['background']} background
 * @returns {Kind}
 */
function kindOf(background) {
  if (background === null) return 'none';
  if (background instanceof Blob) return 'picture';
  return background === 'blur' ? 'blur' : 'colour';
}
