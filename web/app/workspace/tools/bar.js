import { selectedOf } from '../../state/state.js';
import { find, h } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';

/**
 * @typedef {import('../../state/state.js').AppStore} AppStore
 * @typedef {import('../../state/state.js').State} State
 * @typedef {import('../../jobs/actions.js').Actions} Actions
 */

/** On phones: what is used most, at the bottom of the screen. */
export class Bar {
  #bar = find(HTMLElement, '#bar');
  #sheet = find(HTMLElement, '#sheet');
  #background;
  #touch;
  #more;

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   */
  constructor(store, actions) {
    /** @param {boolean} isTouching */
    const open = (isTouching) => () => {
      if (isTouching && !selectedOf(store.state)?.mask) return;
      actions.touch(isTouching);
      find(HTMLElement, '#inspector').scrollIntoView({ block: 'nearest' });
    };
    this.#background = tool('bar.background', 'background', open(false));
    this.#touch = tool('bar.touch', 'brush', open(true));
    this.#more = tool('bar.more', 'more', () => {
      if (this.#more.getAttribute('aria-disabled') !== 'true')
        this.#unfold(Boolean(this.#sheet.hidden));
    });
    this.#more.setAttribute('aria-controls', 'sheet');
    this.#bar.append(this.#background, this.#touch, this.#more, this.#sheet);
    this.#sheet.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('button')) this.#unfold(false);
    });
    this.#bar.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape' || this.#sheet.hidden) return;
      this.#unfold(false);
      this.#more.focus();
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (target instanceof Node && !this.#bar.contains(target)) this.#unfold(false);
    });
    this.#unfold(false);
    store.watch((state) => this.#render(state));
  }

  /** @param {boolean} isOpen */
  #unfold(isOpen) {
    if (!isOpen && this.#sheet.contains(document.activeElement)) this.#more.focus();
    this.#sheet.hidden = !isOpen;
    this.#more.setAttribute('aria-expanded', String(isOpen));
  }

  /** @param {State} state */
  #render(state) {
    const { isTouching } = state;
    const picture = selectedOf(state);
    this.#background.setAttribute('aria-pressed', String(!isTouching));
    this.#touch.setAttribute('aria-pressed', String(isTouching));
    // not `disabled`: that would take the focus away
    this.#touch.setAttribute('aria-disabled', String(!picture?.mask));
    const isActive = picture?.state === 'waiting' || picture?.state === 'working';
    this.#more.setAttribute('aria-disabled', String(isActive));
    if (isActive) this.#unfold(false);
  }
}

/**
 * @param {import('../../ui/dom.js').Key} words
 * @param {Parameters<typeof icon>[0]} name of the icon
 * @param {() => void} click
 */
function tool(words, name, click) {
  return h(
    'button',
    { type: 'button', class: 'tool', on: { click } },
    icon(name),
    h('span', { t: words }),
  );
}
