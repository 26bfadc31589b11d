import { find, h } from '../ui/dom.js';
import { percent } from '../ui/format.js';
import { choice } from './fields.js';
import { icon } from '../ui/icons.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../jobs/actions.js').Actions} Actions
 * @typedef {import('../stage/stage.js').Stage} Stage
 */

const STEP = 1.5;
const HALF = 0.5;

/** How the picture is looked at: how near, on what, and next to what it was. */
export class Toolbar {
  #compare = h('button', { type: 'button', class: 'quiet toggle', t: 'view.compare' });
  #zoom = h('output', { class: 'zoom' });
  #backdrop = h('div', { class: 'swatches', role: 'radiogroup', label: 'view.backdrop' });
  #stage;

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   * @param {Stage} stage
   */
  constructor(store, actions, stage) {
    this.#stage = stage;
    const bar = find(HTMLElement, '#toolbar');
    this.#compare.addEventListener('click', () => {
      if (store.state.isTouching) return;
      actions.show({ compare: store.state.compare === null ? HALF : null });
    });
    for (const kind of /** @type {const} */ (['chequer', 'black', 'white'])) {
      const pick = () => actions.show({ backdrop: kind });
      this.#backdrop.append(choice('backdrop', kind, `view.${kind}`, pick, `swatch ${kind}`));
    }
    bar.append(
      this.#compare,
      this.#backdrop,
      h(
        'div',
        { class: 'zooms' },
        button('view.out', 'smaller', () => stage.zoomBy(1 / STEP)),
        this.#zoom,
        button('view.in', 'larger', () => stage.zoomBy(STEP)),
        h('button', {
          type: 'button',
          class: 'quiet',
          t: 'view.fit',
          on: { click: () => stage.fit() },
        }),
        h('button', {
          type: 'button',
          class: 'quiet',
          t: 'view.actual',
          on: { click: () => stage.actual() },
        }),
      ),
    );
    stage.addEventListener('view', () => this.#say());
    store.watch(({ compare, backdrop, isTouching }) => {
      this.#compare.setAttribute('aria-pressed', String(compare !== null && !isTouching));
      // not `disabled`: that would take the focus away
      this.#compare.setAttribute('aria-disabled', String(isTouching));
      const input = this.#backdrop.querySelector(`input[value=${backdrop}]`);
      if (input instanceof HTMLInputElement) input.checked = true;
      this.#say();
    });
  }

  #say() {
    const { zoom } = this.#stage;
    this.#zoom.textContent = Number.isFinite(zoom) && zoom > 0 ? percent(zoom) : '';
  }
}

/**
 * @param {import('../ui/dom.js').Key} label
 * @param {Parameters<typeof icon>[0]} name
 * @param {() => void} click
 */
function button(label, name, click) {
  return h(
    'button',
    { type: 'button', class: 'icon', label, title: label, on: { click } },
    icon(name),
  );
}
