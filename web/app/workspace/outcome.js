import { find, h } from '../ui/dom.js';
import { duration, megabytes } from '../ui/format.js';
import { noted, sentence } from '../i18n/errors.js';
import { sentences, t } from '../i18n/language.js';
import { selectedOf } from '../state/state.js';
import { Steps, updating } from '../ui/progress-words.js';
import { showProgress } from '../ui/progress-bar.js';
import { AnimationField } from './fields/animation-field.js';
import { PageField } from './fields/page-field.js';
import { Player } from './player.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/state.js').Picture} Picture
 * @typedef {import('../jobs/actions.js').Actions} Actions
 */

/** Around the stage: how the selected picture goes, and what became of it. */
export class Outcome {
  #title;
  #view = find(HTMLElement, '#work .view');
  #name = find(HTMLElement, '#shown-name');
  /** A second one, for the eye: the list's has a name. */
  #bar = h('progress', { 'aria-hidden': 'true' });
  #facts = h('p', { class: 'facts' });
  #error = h('p', { class: 'error' });
  #note = h('p', { class: 'note', t: 'outcome.empty' });
  /** What is said of the picture itself. */
  #notes = h('p', { class: 'note' });
  #page;
  #animation;
  #player = new Player();
  #steps = new Steps();
  /** @type {Picture | undefined} */
  #picture;

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   * @param {(model: string | undefined) => string | undefined} title of a model
   */
  constructor(store, actions, title) {
    this.#title = title;
    this.#page = new PageField((page) => this.#picture && actions.turnTo(this.#picture.id, page));
    this.#animation = new AnimationField((animation) => actions.finish({ animation }));
    find(HTMLElement, '#outcome').append(
      this.#bar,
      this.#facts,
      this.#error,
      this.#note,
      this.#notes,
      this.#page.element,
      this.#animation.element,
      this.#player.element,
    );
    store.watch((state, before) => {
      const picture = selectedOf(state);
      const spoke = state.language !== before.language;
      if (picture === this.#picture && !spoke && state !== before) return;
      if (picture?.id !== this.#picture?.id) this.#steps = new Steps();
      this.#picture = picture;
      this.#render(picture);
    });
  }

  /** @param {Picture} [picture] */
  #render(picture) {
    const state = picture?.state;
    this.#view.dataset.state = state ?? '';
    this.#name.textContent = picture?.name || t('picture');
    this.#name.title = this.#name.textContent;
    showProgress(this.#bar, picture);
    this.#error.hidden = !picture?.error;
    this.#error.textContent = picture?.error ? sentence(picture.error) : '';
    this.#note.hidden = state !== 'done' || Boolean(picture?.found);
    const notes = state === 'done' ? (picture?.notes ?? []) : [];
    this.#notes.hidden = notes.length === 0;
    this.#notes.textContent = sentences(...notes.map(noted));
    this.#page.render(picture);
    this.#animation.render(picture);
    this.#player.render(picture);
    this.#facts.textContent = picture ? this.#words(picture) : '';
  }

  /** @param {Picture} picture */
  #words(picture) {
    const { state, progress, isFresh, result, elapsed, model } = picture;
    if (state === 'cancelled') return t('picture.cancelled');
    if (state === 'waiting') return t('picture.waiting');
    if (state === 'working') return progress ? this.#steps.words(progress) : t('picture.waiting');
    if (state === 'failed' || !result) return '';
    if (!isFresh) return updating(progress);
    const kind = result.type.replace('image/', '').toUpperCase();
    const facts = [
      sizeOf(picture),
      `${megabytes(result.size)} ${kind}`,
      duration(elapsed),
      this.#title(model),
    ];
    return facts.filter(Boolean).join(' · ');
  }
}

/** @param {Picture} picture */
function sizeOf({ box: [left, upper, right, lower], settings }) {
  const [width, height] = [right - left, lower - upper];
  const scale = Math.min(1, (settings.size ?? Infinity) / Math.max(width, height));
  const size = `${Math.round(width * scale)} × ${Math.round(height * scale)}`;
  // width first in any language (Unicode's isolates)
  return document.documentElement.dir === 'rtl' ? `\u2066${size}\u2069` : size;
}
