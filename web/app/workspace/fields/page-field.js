import { h } from '../../ui/dom.js';

/** @typedef {import('../../state/state.js').Picture} Picture */

/** Which page of a file with several is worked on. */
export class PageField {
  #select = h('select', { id: 'page', autocomplete: 'off' });
  element = h(
    'div',
    { class: 'field page' },
    h('label', { for: 'page', t: 'picture.page' }),
    this.#select,
  );

  /** @param {(page: number) => void} turnTo */
  constructor(turnTo) {
    this.#select.addEventListener('change', () => turnTo(Number(this.#select.value)));
  }

  /** @param {Picture} [picture] */
  render(picture) {
    const params = picture?.notes.find(({ code }) => code === 'page')?.params;
    const shown = params?.page ?? picture?.page;
    // while another page is being worked on, the field stays as it is, and keeps the focus
    this.element.hidden = shown === undefined;
    if (params) this.#offer(Number(params.pages));
    if (shown !== undefined) this.#select.value = String(shown);
  }

  /** @param {number} count */
  #offer(count) {
    if (this.#select.length === count) return;
    const pages = Array.from({ length: count }, (_, at) => String(at + 1));
    this.#select.replaceChildren(...pages.map((page) => h('option', { value: page }, page)));
  }
}
