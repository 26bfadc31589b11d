import { h } from '../ui/dom.js';
import { t } from '../i18n/language.js';
import { wantsAllFrames } from '../state/settings.js';

/** @typedef {import('../state/state.js').Picture} Picture */

/** Plays an animated result, unless it is closed: the stage shows one frame. */
export class Player {
  #image = h('img', { decoding: 'async' });
  /** @type {Blob | null} */
  #played = null;
  element = h(
    'details',
    { class: 'player', open: !matchMedia('(prefers-reduced-motion: reduce)').matches },
    h('summary', { t: 'animation.plays' }),
    this.#image,
  );

  /** @param {Picture} [picture] */
  render(picture) {
    const plays = picture?.state === 'done' && picture.frames > 1 && picture.isFresh;
    const result = plays && wantsAllFrames(picture.settings) ? picture.result : null;
    this.element.hidden = !result;
    this.#image.alt = t('animation.plays');
    if (result === this.#played) return;
    this.#played = result;
    URL.revokeObjectURL(this.#image.src);
    if (result) this.#image.src = URL.createObjectURL(result);
    else this.#image.removeAttribute('src');
  }
}
