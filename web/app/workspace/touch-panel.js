import { h } from '../ui/dom.js';
import { number, percent } from '../ui/format.js';
import { t } from '../i18n/language.js';
import { selectedOf } from '../state/state.js';
import { choice } from './fields/fields.js';
import { SubjectsField } from './fields/subjects-field.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/state.js').State} State
 * @typedef {import('../jobs/actions.js').Actions} Actions
 * @typedef {State['brush']} Brush
 */

/** @type {Brush['kind'][]} */
const KINDS = ['erase', 'restore', 'drop', 'keep', 'pick'];
const NAMES = /** @type {const} */ (['size', 'hardness', 'opacity', 'reach']);

/** The brush that mends what the network got wrong. */
export class TouchPanel {
  element = h('form', { class: 'fields' });
  #kinds;
  #reset;
  /** @type {Record<typeof NAMES[number], HTMLInputElement>} */
  #ranges;
  #outputs = { size: output(), hardness: output(), opacity: output(), reach: output() };
  #reach;
  #brush;
  #help = h('small', { t: 'brush.help' });
  #pickHelp = h('small', { t: 'brush.pick.help' });
  #subjects;

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   */
  constructor(store, actions) {
    this.#subjects = new SubjectsField(actions);
    this.element.addEventListener('submit', (event) => event.preventDefault());
    /** @param {Partial<Brush>} change */
    const set = (change) => actions.show({ brush: { ...store.state.brush, ...change } });
    this.#kinds = KINDS.map((kind) => choice('brush', kind, `brush.${kind}`, () => set({ kind })));
    this.#ranges = {
      size: slider(2, 300, 1, (size) => set({ size })),
      hardness: slider(0, 1, 0.05, (hardness) => set({ hardness })),
      opacity: slider(0.05, 1, 0.05, (opacity) => set({ opacity })),
      reach: slider(0.02, 1, 0.01, (reach) => set({ reach })),
    };
    this.#reset = button('brush.reset', () => actions.undoAll());
    const fields = NAMES.map((name) =>
      field(`brush-${name}`, `brush.${name}`, this.#ranges[name], this.#outputs[name]),
    );
    this.#brush = fields;
    this.#reach = fields.at(-1);
    this.#reach?.append(h('small', { id: 'brush-reach-help', t: 'brush.reach.help' }));
    this.#ranges.reach.setAttribute('aria-describedby', 'brush-reach-help');
    this.element.append(
      h(
        'fieldset',
        { class: 'field-group' },
        h('legend', { t: 'brush' }),
        h('div', { class: 'options' }, ...this.#kinds),
        this.#help,
        this.#pickHelp,
      ),
      ...fields,
      this.#subjects.element,
      h(
        'div',
        { class: 'ending' },
        h('small', { t: 'brush.keys' }),
        h('div', { class: 'actions' }, this.#reset),
      ),
    );
    store.watch((state) => this.#render(state));
  }

  /** @param {import('../jobs/preview.js').View | null} view of the selected picture */
  show(view) {
    this.#subjects.show(view);
  }

  /** @param {State} state */
  #render(state) {
    const { brush } = state;
    const picture = selectedOf(state);
    for (const [at, label] of this.#kinds.entries()) {
      const input = label.querySelector('input');
      if (input) input.checked = KINDS[at] === brush.kind;
    }
    for (const name of NAMES) {
      const input = this.#ranges[name];
      const words =
        name === 'size' ? t('unit.pixels', { pixels: number(brush.size) }) : percent(brush[name]);
      input.value = String(brush[name]);
      input.setAttribute('aria-valuetext', words);
      this.#outputs[name].textContent = words;
    }
    const isPicking = brush.kind === 'pick';
    for (const field of this.#brush) field.hidden = isPicking;
    this.#help.hidden = isPicking;
    this.#pickHelp.hidden = !isPicking;
    this.#subjects.render(picture, state.language);
    if (this.#reach) this.#reach.hidden = brush.kind !== 'drop' && brush.kind !== 'keep';
    // not `disabled`: that would take the focus away
    this.#reset.setAttribute('aria-disabled', String(!picture?.past.length));
  }
}

/**
 * @param {import('../ui/dom.js').Key} words
 * @param {() => void} click does nothing where there is nothing to do
 */
function button(words, click) {
  const element = h('button', { type: 'button', class: 'quiet', t: words });
  element.addEventListener('click', () => {
    if (element.getAttribute('aria-disabled') !== 'true') click();
  });
  return element;
}

function output() {
  return h('output', { 'aria-live': 'off' });
}

/**
 * @param {number} min
 * @param {number} max
 * @param {number} step
 * @param {(value: number) => void} change
 */
function slider(min, max, step, change) {
  const input = h('input', { type: 'range', min, max, step });
  input.addEventListener('input', () => change(input.valueAsNumber));
  return input;
}

/**
 * @param {string} id
 * @param {import('../ui/dom.js').Key} label
 * @param {HTMLInputElement} input
 * @param {HTMLElement} value
 */
function field(id, label, input, value) {
  input.id = id;
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id, t: label }),
    h('span', { class: 'ranged' }, input, value),
  );
}
