import { find, h } from '../ui/dom.js';
import { percent } from '../ui/format.js';
import { icon } from '../ui/icons.js';
import { isOpaque } from '../state/settings.js';
import { selectedOf } from '../state/state.js';
import { choice } from './fields/fields.js';
import { iconButton } from './tools/icon-button.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../jobs/actions.js').Actions} Actions
 * @typedef {import('../stage/stage.js').Stage} Stage
 */

const STEP = 1.5;
const HALF = 0.5;
const BACKDROPS = /** @type {const} */ (['chequer', 'black', 'white', 'original']);

/** How the picture is looked at: how near, on what, and next to what it was. */
export class Toolbar {
  #compare = h(
    'button',
    { type: 'button', class: 'icon toggle', label: 'view.compare', title: 'view.compare' },
    icon('compare'),
  );
  #zoom = h('output', { class: 'zoom' });
  #backdrop = h('div', { class: 'swatches', role: 'radiogroup', label: 'view.backdrop' });
  /** @type {HTMLInputElement[]} */
  #inputs = [];
  #stage;

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   * @param {Stage} stage
   */
  constructor(store, actions, stage) {
    this.#stage = stage;
    this.#compare.addEventListener('click', () =>
      actions.show({ compare: store.state.compare === null ? HALF : null }),
    );
    for (const kind of BACKDROPS) {
      const pick = () => actions.show({ backdrop: kind });
      const swatch = choice('backdrop', kind, `view.${kind}`, pick, `swatch ${kind}`);
      this.#backdrop.append(swatch);
      this.#inputs.push(find(HTMLInputElement, 'input', swatch));
    }
    find(HTMLElement, '#toolbar').append(
      this.#compare,
      this.#backdrop,
      h(
        'div',
        { class: 'zooms' },
        iconButton('view.out', 'smaller', () => stage.zoomBy(1 / STEP)),
        this.#zoom,
        iconButton('view.in', 'larger', () => stage.zoomBy(STEP)),
        iconButton('view.fit', 'fit', () => stage.fit()),
        iconButton('view.actual', 'actual', () => stage.actual()),
      ),
    );
    stage.addEventListener('view', () => this.#say());
    store.watch((state) => {
      const { compare, backdrop, isTouching } = state;
      this.#compare.setAttribute('aria-pressed', String(compare !== null));
      const settings = selectedOf(state)?.settings;
      // while it is touched up, nothing lies behind it
      const isHidden = !isTouching && settings !== undefined && isOpaque(settings);
      for (const input of this.#inputs) {
        input.checked = input.value === backdrop;
        input.disabled = isHidden; // by the result
      }
      this.#say();
    });
  }

  #say() {
    const { zoom } = this.#stage;
    this.#zoom.textContent = Number.isFinite(zoom) && zoom > 0 ? percent(zoom) : '';
  }
}
