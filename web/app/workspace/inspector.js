import { find, h } from '../ui/dom.js';
import { selectedOf } from '../state/state.js';
import { FinishPanel } from './finish-panel.js';
import { TouchPanel } from './touch-panel.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../jobs/actions.js').Actions} Actions
 */

/** Two tabs: how the result is finished, and touching up the mask. */
export class Inspector {
  #actions;
  #tabs = [
    h('button', {
      type: 'button',
      role: 'tab',
      id: 'tab-finish',
      'aria-controls': 'panel-finish',
      t: 'finish',
    }),
    h('button', {
      type: 'button',
      role: 'tab',
      id: 'tab-touch',
      'aria-controls': 'panel-touch',
      t: 'touch',
    }),
  ];
  #panels;
  #touch;

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   */
  constructor(store, actions) {
    this.#actions = actions;
    const finish = new FinishPanel(store, actions);
    const touch = new TouchPanel(store, actions);
    this.#touch = touch;
    this.#panels = [
      h(
        'div',
        { role: 'tabpanel', id: 'panel-finish', 'aria-labelledby': 'tab-finish' },
        finish.element,
      ),
      h(
        'div',
        { role: 'tabpanel', id: 'panel-touch', 'aria-labelledby': 'tab-touch' },
        touch.element,
      ),
    ];
    const list = h('div', { role: 'tablist', class: 'tabs', label: 'inspector' }, ...this.#tabs);
    for (const [at, tab] of this.#tabs.entries())
      tab.addEventListener('click', () => this.#open(at));
    list.addEventListener('keydown', (event) => this.#move(event));
    find(HTMLElement, '#inspector').append(list, ...this.#panels);
    store.watch((state) => this.#render(state.isTouching, Boolean(selectedOf(state)?.mask)));
  }

  /** @param {import('../jobs/preview.js').View | null} view of the selected picture */
  show(view) {
    this.#touch.show(view);
  }

  /** @param {number} at */
  #open(at) {
    if (this.#tabs[at]?.getAttribute('aria-disabled') === 'true') return;
    this.#actions.touch(at === 1);
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const steps = { ArrowLeft: 1, ArrowRight: 1, Home: 0, End: 1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const now = this.#tabs.findIndex((tab) => tab.matches(':focus'));
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? 1 : 1 - now;
    this.#open(next);
    if (this.#tabs[next]?.tabIndex === 0) this.#tabs[next].focus();
  }

  /**
   * @param {boolean} isTouching
   * @param {boolean} canTouch
   */
  #render(isTouching, canTouch) {
    const open = isTouching && canTouch ? 1 : 0;
    for (const [at, tab] of this.#tabs.entries()) {
      tab.setAttribute('aria-selected', String(at === open));
      tab.tabIndex = at === open ? 0 : -1;
      const panel = this.#panels[at];
      if (panel) panel.hidden = at !== open;
    }
    // not `disabled`: that would take the focus away
    this.#tabs[1]?.setAttribute('aria-disabled', String(!canTouch));
  }
}
