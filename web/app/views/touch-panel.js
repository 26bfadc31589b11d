import { h } from '../dom.js';
import { selectedOf } from '../state/pictures.js';
import { choice } from './fields.js';

/**
 * @typedef {import('../state/pictures.js').AppStore} AppStore
 * @typedef {import('../state/pictures.js').State} State
 * @typedef {import('../work/actions.js').Actions} Actions
 * @typedef {State['brush']} Brush
 */

/** @type {Brush['kind'][]} */
const KINDS = ['erase', 'restore', 'drop', 'keep'];

/** The brush that mends what the network got wrong. */
export class TouchPanel {
  element = h('form', { class: 'fields' });
  #actions;
  #kinds;
  #undo;
  #redo;
  #reset;
  /** @type {Record<'radius' | 'hardness' | 'opacity', HTMLInputElement>} */
  #ranges;

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   */
  constructor(store, actions) {
    this.#actions = actions;
    this.element.addEventListener('submit', (event) => event.preventDefault());
    /** @param {Partial<Brush>} change */
    const set = (change) => actions.show({ brush: { ...store.state.brush, ...change } });
    this.#kinds = KINDS.map((kind) => choice('brush', kind, `brush.${kind}`, () => set({ kind })));
    this.#ranges = {
      radius: slider(0.002, 0.15, 0.001, (radius) => set({ radius })),
      hardness: slider(0, 1, 0.05, (hardness) => set({ hardness })),
      opacity: slider(0.05, 1, 0.05, (opacity) => set({ opacity })),
    };
    this.#undo = h('button', { type: 'button', class: 'quiet', t: 'brush.undo', on: { click: () => actions.undo() } });
    this.#redo = h('button', { type: 'button', class: 'quiet', t: 'brush.redo', on: { click: () => actions.redo() } });
    this.#reset = h('button', {
      type: 'button',
      class: 'quiet',
      t: 'brush.reset',
      on: { click: () => this.#actions.undoAll() },
    });
    this.element.append(
      h(
        'fieldset',
        { class: 'field-group' },
        h('legend', { t: 'brush' }),
        h('div', { class: 'options' }, ...this.#kinds),
        h('small', { t: 'brush.help' }),
      ),
      field('brush-radius', 'brush.radius', this.#ranges.radius),
      field('brush-hardness', 'brush.hardness', this.#ranges.hardness),
      field('brush-opacity', 'brush.opacity', this.#ranges.opacity),
      h('div', { class: 'actions' }, this.#undo, this.#redo, this.#reset),
      h('small', { t: 'brush.keys' }),
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
    for (const name of /** @type {const} */ (['radius', 'hardness', 'opacity'])) {
      const input = this.#ranges[name];
      input.value = String(brush[name]);
      input.setAttribute('aria-valuetext', `${Math.round(brush[name] * 1000) / 10} %`);
    }
    this.#undo.disabled = !picture?.strokes.length;
    this.#redo.disabled = !picture?.undone.length;
    this.#reset.disabled = !picture?.strokes.length;
  }
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
 * @param {import('../dom.js').Key} label
 * @param {HTMLInputElement} input
 */
function field(id, label, input) {
  input.id = id;
  return h('div', { class: 'field' }, h('label', { for: id, t: label }), h('span', { class: 'ranged' }, input));
}
