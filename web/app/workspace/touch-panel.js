import { h } from '../ui/dom.js';
import { percent } from '../ui/format.js';
import { selectedOf } from '../state/state.js';
import { choice } from './fields.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/state.js').State} State
 * @typedef {import('../jobs/actions.js').Actions} Actions
 * @typedef {State['brush']} Brush
 */

/** @type {Brush['kind'][]} */
const KINDS = ['erase', 'restore', 'drop', 'keep'];
const NAMES = /** @type {const} */ (['radius', 'hardness', 'opacity']);

/** The brush that mends what the network got wrong. */
export class TouchPanel {
  element = h('form', { class: 'fields' });
  #kinds;
  #undo;
  #redo;
  #reset;
  /** @type {Record<'radius' | 'hardness' | 'opacity', HTMLInputElement>} */
  #ranges;
  #outputs = { radius: output(), hardness: output(), opacity: output() };

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   */
  constructor(store, actions) {
    this.element.addEventListener('submit', (event) => event.preventDefault());
    /** @param {Partial<Brush>} change */
    const set = (change) => actions.show({ brush: { ...store.state.brush, ...change } });
    this.#kinds = KINDS.map((kind) => choice('brush', kind, `brush.${kind}`, () => set({ kind })));
    this.#ranges = {
      radius: slider(0.002, 0.15, 0.001, (radius) => set({ radius })),
      hardness: slider(0, 1, 0.05, (hardness) => set({ hardness })),
      opacity: slider(0.05, 1, 0.05, (opacity) => set({ opacity })),
    };
    this.#undo = button('brush.undo', () => actions.undo());
    this.#redo = button('brush.redo', () => actions.redo());
    this.#reset = button('brush.reset', () => actions.undoAll());
    this.element.append(
      h(
        'fieldset',
        { class: 'field-group' },
        h('legend', { t: 'brush' }),
        h('div', { class: 'options' }, ...this.#kinds),
        h('small', { t: 'brush.help' }),
      ),
      ...NAMES.map((name) =>
        field(`brush-${name}`, `brush.${name}`, this.#ranges[name], this.#outputs[name]),
      ),
      h(
        'div',
        { class: 'ending' },
        h('small', { t: 'brush.keys' }),
        h('div', { class: 'actions' }, this.#undo, this.#redo, this.#reset),
      ),
    );
    store.watch((state) => this.#render(state));
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
      const words = percent(brush[name], name === 'radius' ? 1 : 0);
      input.value = String(brush[name]);
      input.setAttribute('aria-valuetext', words);
      this.#outputs[name].textContent = words;
    }
    // not `disabled`: that would take the focus away
    this.#undo.setAttribute('aria-disabled', String(!picture?.strokes.length));
    this.#redo.setAttribute('aria-disabled', String(!picture?.undone.length));
    this.#reset.setAttribute('aria-disabled', String(!picture?.strokes.length));
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
