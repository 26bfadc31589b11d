import { sentence } from '../i18n/errors.js';
import { t } from '../i18n/language.js';
import { find, h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { selectedOf } from '../state/state.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../jobs/actions.js').Actions} Actions
 */

/** Over the picture while it is touched up: Undo and Redo, and what became of a pick. */
export class UndoButtons {
  #undo;
  #redo;
  #says = h('p', { role: 'status' });
  #element;

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   */
  constructor(store, actions) {
    this.#undo = button('brush.undo', 'undo', () => actions.undo());
    this.#redo = button('brush.redo', 'redo', () => actions.redo());
    this.#element = h('div', { class: 'over-stage' }, this.#undo, this.#redo, this.#says);
    find(HTMLElement, '#stage').append(this.#element);
    store.watch((state) => {
      const picture = selectedOf(state);
      this.#element.hidden = !state.isTouching || !picture?.mask;
      // not `disabled`: that would take the focus away
      this.#undo.setAttribute('aria-disabled', String(!picture?.past.length));
      this.#redo.setAttribute('aria-disabled', String(!picture?.future.length));
      this.#say((state.brush.kind === 'pick' && picture?.pick) || null);
    });
  }

  /** @param {import('../state/state.js').Picture['pick']} pick what became of the last one */
  #say(pick) {
    const words = pick instanceof Error ? sentence(pick) : pick && t(`pick.${pick}`);
    if (this.#says.textContent !== (words ?? '')) this.#says.textContent = words ?? '';
  }
}

/**
 * @param {import('../ui/dom.js').Key} label
 * @param {Parameters<typeof icon>[0]} name
 * @param {() => void} click does nothing where there is nothing to do
 */
function button(label, name, click) {
  const element = h('button', { type: 'button', class: 'icon', label, title: label }, icon(name));
  element.addEventListener('click', () => {
    if (element.getAttribute('aria-disabled') !== 'true') click();
  });
  return element;
}
