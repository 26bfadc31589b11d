import { h } from '../../ui/dom.js';

/** @typedef {import('../../state/state.js').Picture} Picture */
/** @typedef {Picture['settings']['animation']} Animation */

/** Of which errors other frames may be the way out. */
const TOO_LARGE = 'animation-too-large';

/** Which frames of an animation are cut out. */
export class AnimationField {
  #select = h(
    'select',
    { id: 'animation', autocomplete: 'off' },
    h('option', { value: 'first', t: 'animation.first' }),
    h('option', { value: 'all', t: 'animation.all' }),
  );
  element = h(
    'div',
    { class: 'field' },
    h('label', { for: 'animation', t: 'animation' }),
    this.#select,
  );

  /** @param {(animation: Animation) => void} choose */
  constructor(choose) {
    this.#select.addEventListener('change', () =>
      choose(/** @type {Animation} */ (this.#select.value)),
    );
  }

  /** @param {Picture} [picture] */
  render(picture) {
    const isRefused = Reflect.get(picture?.error ?? {}, 'code') === TOO_LARGE;
    this.element.hidden = !picture || !(picture.frames > 1 || isRefused);
    if (picture) this.#select.value = picture.settings.animation;
  }
}
