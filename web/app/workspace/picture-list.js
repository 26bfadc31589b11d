import { announce } from '../ui/announcer.js';
import { find } from '../ui/dom.js';
import { duration, megabytes } from '../ui/format.js';
import { noted, sentence, toError } from '../i18n/errors.js';
import { counted, sentences, t } from '../i18n/language.js';
import { PictureItem } from './picture-item.js';
import { saveOne } from '../save/save-one.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/state.js').Picture} Picture
 * @typedef {import('../state/state.js').State} State
 * @typedef {import('../jobs/actions.js').Actions} Actions
 */

/** All pictures, and what is done with all of them. */
export class PictureList {
  /** @type {Map<number, PictureItem>} */
  #items = new Map();
  #actions;
  #thumbnail;
  #save;
  #section = find(HTMLElement, '#work');
  #list = find(HTMLUListElement, '#pictures');
  #tally = find(HTMLElement, '.tally', this.#section);
  #download = find(HTMLButtonElement, '#download-all');

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   * @param {import('./picture-item.js').Thumbnail} thumbnail
   */
  constructor(store, actions, thumbnail) {
    this.#actions = actions;
    this.#thumbnail = thumbnail;
    this.#save = (/** @type {number} */ id) => void saveOne(store, actions, id);
    this.#download.addEventListener('click', () => {
      if (!this.#download.hasAttribute('aria-disabled')) this.#saveAll();
    });
    store.watch((state, before) => this.#render(state, before));
  }

  /**
   * @param {State} state
   * @param {State} before
   */
  #render(state, before) {
    const { pictures, selected } = state;
    document.body.classList.toggle('working', pictures.length > 0);
    this.#section.hidden = pictures.length === 0;
    const old = new Map(before.pictures.map((picture) => [picture.id, picture]));
    const spoke = state.language !== before.language;
    for (const picture of pictures) {
      const { id } = picture;
      const item = this.#items.get(id);
      const isSelected = id === selected;
      const wasSelected = id === before.selected;
      if (!item) this.#add(picture, pictures).render(picture, isSelected);
      else if (spoke || old.get(id) !== picture || isSelected !== wasSelected) {
        item.render(picture, isSelected);
        if (isSelected && !wasSelected)
          item.element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }
      tell(picture, old.get(id));
    }
    this.#drop(pictures, before.pictures);
    this.#count(pictures);
  }

  /**
   * @param {Picture} picture
   * @param {readonly Picture[]} pictures all, in their order
   */
  #add(picture, pictures) {
    const item = new PictureItem(picture, this.#actions, this.#thumbnail, this.#save);
    this.#items.set(picture.id, item);
    const later = pictures.slice(pictures.indexOf(picture) + 1);
    const next = later.find(({ id }) => this.#items.has(id));
    this.#list.insertBefore(item.element, this.#items.get(next?.id ?? -1)?.element ?? null);
    return item;
  }

  /**
   * @param {readonly Picture[]} pictures those that there still are
   * @param {readonly Picture[]} before those that there were, in their order
   */
  #drop(pictures, before) {
    if (this.#items.size === pictures.length) return;
    const ids = new Set(pictures.map(({ id }) => id));
    const order = before.map(({ id }) => id);
    for (const [at, id] of order.entries()) {
      const item = this.#items.get(id);
      if (ids.has(id) || !item) continue;
      const hadFocus = item.element.contains(document.activeElement);
      item.remove();
      this.#items.delete(id);
      const next = this.#items.get(order[at + 1] ?? -1) ?? this.#items.get(order[at - 1] ?? -1);
      if (hadFocus) (next ?? find(HTMLInputElement, '#file')).focus();
    }
  }

  /** @param {readonly Picture[]} pictures */
  #count(pictures) {
    const done = pictures.filter(({ state }) => state === 'done').length;
    const open = pictures.filter(({ state }) => state === 'waiting' || state === 'working').length;
    const failed = pictures.filter(({ state }) => state === 'failed').length;
    this.#tally.textContent = [
      counted('tally.done', done),
      open ? counted('tally.open', open) : '',
      failed ? counted('tally.failed', failed) : '',
    ]
      .filter(Boolean)
      .join(' · ');
    this.#download.hidden = done < 2;
    if (!this.#download.hasAttribute('aria-disabled')) {
      this.#download.textContent = counted('work.download-all', done);
    }
  }

  async #saveAll() {
    const label = this.#download.textContent;
    const words = (/** @type {number} */ bytes) => {
      this.#download.textContent = t('work.saving', { size: megabytes(bytes) });
    };
    // not `disabled`: that would take the focus away
    this.#download.setAttribute('aria-disabled', 'true');
    try {
      if ((await this.#actions.saveAll(words)) === 'saved') announce(t('work.saved'));
    } catch (error) {
      announce(sentence(toError(error)));
    } finally {
      this.#download.removeAttribute('aria-disabled');
      this.#download.textContent = label;
    }
  }
}

/**
 * Say how a picture ended to people who don't see it.
 *
 * @param {Picture} picture
 * @param {Picture} [old]
 */
function tell({ state, name, error, found, elapsed, notes }, old) {
  if (!old || old.state === state) return;
  if (error && (state === 'failed' || old.state === 'working')) announce(sentence(error));
  else if (state === 'done' && old.state === 'working') {
    const end = t(found ? 'told.done' : 'told.empty', { name, time: duration(elapsed) });
    announce(sentences(end, ...notes.map(noted)));
  } else if (state === 'cancelled') announce(t('told.cancelled', { name }));
}
