import { announce } from '../ui/announcer.js';
import { find, h } from '../ui/dom.js';
import { duration, megabytes } from '../ui/format.js';
import { noted, sentence } from '../i18n/errors.js';
import { sentences, t } from '../i18n/language.js';
import { selectedOf } from '../state/state.js';
import { Steps, updating } from '../ui/progress-words.js';
import { showProgress } from '../ui/progress-bar.js';
import { AnimationField } from './animation-field.js';
import { PageField } from './page-field.js';
import { Player } from './player.js';
import { saveOne } from '../save/save-one.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/state.js').Picture} Picture
 * @typedef {import('../jobs/actions.js').Actions} Actions
 */

const SAID_MS = 4000;

/** Around the stage: how the selected picture goes, what became of it, and what to do with it. */
export class Outcome {
  #actions;
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
  #download = h('button', { type: 'button', class: 'primary', t: 'picture.download' });
  #copy = h('button', { type: 'button', class: 'quiet', t: 'picture.copy' });
  #retry = h('button', { type: 'button', class: 'primary', t: 'picture.retry' });
  #cancel = h('button', { type: 'button', class: 'quiet', t: 'picture.cancel' });
  #again = h('button', { type: 'button', class: 'quiet' });
  #remove = h('button', { type: 'button', class: 'quiet', t: 'picture.remove' });

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   * @param {(model: string | undefined) => string | undefined} title of a model
   */
  constructor(store, actions, title) {
    this.#actions = actions;
    this.#title = title;
    find(HTMLElement, '#actions').append(
      this.#download,
      this.#copy,
      this.#again,
      this.#retry,
      this.#cancel,
      this.#remove,
    );
    this.#page = new PageField((page) => this.#picture && actions.turnTo(this.#picture.id, page));
    this.#animation = new AnimationField((animation) => actions.finish({ animation }));
    find(HTMLElement, '#outcome').append(
      this.#bar,
      this.#error,
      this.#note,
      this.#notes,
      this.#page.element,
      this.#animation.element,
      this.#player.element,
      this.#facts,
    );
    /** @param {(id: number) => void} action */
    const click = (action) => () => this.#picture && action(this.#picture.id);
    this.#download.addEventListener(
      'click',
      click((id) => saveOne(store, actions, id)),
    );
    this.#copy.addEventListener(
      'click',
      click((id) => this.#toClipboard(id)),
    );
    this.#retry.addEventListener(
      'click',
      click((id) => actions.retry(id)),
    );
    this.#again.addEventListener(
      'click',
      click((id) => actions.again(id)),
    );
    this.#cancel.addEventListener(
      'click',
      click((id) => actions.cancel(id)),
    );
    this.#remove.addEventListener(
      'click',
      click((id) => actions.remove(id)),
    );
    store.watch((state, before) => {
      const picture = selectedOf(state);
      const spoke = state.language !== before.language || state.model !== before.model;
      if (picture === this.#picture && !spoke && state !== before) return;
      if (picture?.id !== this.#picture?.id) this.#steps = new Steps();
      this.#picture = picture;
      this.#render(picture, state.model);
    });
  }

  /**
   * @param {Picture} [picture]
   * @param {string} [model] the one that is chosen
   */
  #render(picture, model) {
    const state = picture?.state;
    const isActive = state === 'waiting' || state === 'working';
    const isStopped = state === 'failed' || state === 'cancelled';
    this.#view.dataset.state = state ?? '';
    this.#name.textContent = picture?.name || t('picture');
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
    this.#download.hidden = state !== 'done';
    this.#copy.hidden = state !== 'done' || !canCopy();
    this.#again.hidden = state !== 'done' || !model || model === picture?.model;
    this.#again.textContent = t('picture.again', { model: this.#title(model) ?? '' });
    this.#retry.hidden = !isStopped;
    this.#cancel.hidden = !isActive;
    this.#remove.hidden = isActive;
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

  /** @param {number} id */
  async #toClipboard(id) {
    try {
      await this.#actions.copy(id);
      this.#copy.textContent = t('picture.copied');
    } catch {
      this.#copy.textContent = t('picture.not-copied');
    }
    announce(this.#copy.textContent);
    setTimeout(() => {
      this.#copy.textContent = t('picture.copy');
    }, SAID_MS);
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

function canCopy() {
  return typeof ClipboardItem !== 'undefined' && Boolean(navigator.clipboard?.write);
}
