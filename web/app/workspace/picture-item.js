import { h } from '../ui/dom.js';
import { duration, megabytes } from '../ui/format.js';
import { sentence } from '../i18n/errors.js';
import { t } from '../i18n/language.js';
import { Steps, updating } from '../ui/progress-words.js';
import { icon } from '../ui/icons.js';
import { isHopeless } from '../jobs/rules.js';
import { showProgress } from '../ui/progress-bar.js';

/**
 * @typedef {import('../state/state.js').Picture} Picture
 * @typedef {import('../jobs/actions.js').Actions} Actions
 * @typedef {(file: Blob) => Promise<ImageBitmap | null>} Thumbnail
 */

const TICK_MS = 200;

/** One picture in the list: what it is, how it goes, and what can be done with it. */
export class PictureItem {
  /** @type {Picture} */
  #picture;
  #thumbnail;
  /** @type {Blob | null} */
  #pictured = null;
  #steps = new Steps();
  #ticking = 0;
  #canvas = h('canvas', { class: 'thumb', width: 96, height: 96, 'aria-hidden': 'true' });
  #name = h('span', { class: 'name', dir: 'auto' });
  #state = h('span', { class: 'state' });
  #bar = h('progress');
  #pick;
  #buttons;
  element;

  /**
   * @param {Picture} picture
   * @param {Actions} actions
   * @param {Thumbnail} thumbnail
   * @param {(id: number) => void} save
   */
  constructor(picture, actions, thumbnail, save) {
    this.#picture = picture;
    this.#thumbnail = thumbnail;
    const { id } = picture;
    this.#pick = h(
      'button',
      { type: 'button', class: 'pick', on: { click: () => actions.select(id) } },
      this.#canvas,
      h('span', { class: 'words' }, this.#name, this.#state),
    );
    this.#buttons = {
      cancel: button('cancel', () => actions.cancel(id)),
      retry: button('retry', () => actions.retry(id)),
      download: button('download', () => save(id)),
      remove: button('remove', () => actions.remove(id)),
    };
    const row = h('span', { class: 'row' }, ...Object.values(this.#buttons));
    this.element = h('li', { class: 'picture' }, this.#pick, row, this.#bar);
    this.#name.textContent = picture.name || t('picture');
    this.render(picture, false);
  }

  /**
   * @param {Picture} picture
   * @param {boolean} isSelected
   */
  render(picture, isSelected) {
    if (picture.state === 'working' && this.#picture.state !== 'working') this.#steps = new Steps();
    this.#picture = picture;
    const { state } = picture;
    const isActive = state === 'waiting' || state === 'working';
    this.element.dataset.state = state;
    this.#pick.setAttribute('aria-current', String(isSelected));
    this.#words();
    const { cancel, retry, download, remove } = this.#buttons;
    cancel.hidden = !isActive;
    const isStopped = state === 'failed' || state === 'cancelled';
    retry.hidden = !isStopped || isHopeless(picture);
    download.hidden = state !== 'done';
    remove.hidden = isActive;
    this.#label();
    showProgress(this.#bar, picture);
    this.#bar.setAttribute('aria-valuetext', this.#step());
    this.#show(picture.thumbnail ?? picture.result ?? picture.file);
    clearInterval(this.#ticking);
    if (state === 'working') this.#ticking = setInterval(() => this.#words(), TICK_MS);
  }

  /** Give the memory back and go. */
  remove() {
    clearInterval(this.#ticking);
    this.element.remove();
  }

  focus() {
    this.#pick.focus();
  }

  #words() {
    const { state, clock, elapsed, error, result, found, isFresh, progress } = this.#picture;
    const parts = {
      waiting: () => [t('picture.waiting')],
      working: () => [this.#step(), clock?.elapsed ? duration(clock.elapsed) : ''],
      done: () => [
        found ? '' : t('picture.empty'),
        isFresh && result ? unbroken(megabytes(result.size)) : updating(progress),
        unbroken(duration(elapsed)),
      ],
      failed: () => [error ? sentence(error) : ''],
      cancelled: () => [t('picture.cancelled')],
    };
    this.#state.textContent = parts[state]().filter(Boolean).join(' · ');
  }

  #step() {
    const { progress } = this.#picture;
    return progress ? this.#steps.words(progress) : t('picture.waiting');
  }

  #label() {
    const name = this.#name.textContent ?? '';
    for (const [key, element] of Object.entries(this.#buttons)) {
      const words = t(/** @type {import('../ui/dom.js').Key} */ (`picture.${key}`));
      element.setAttribute('aria-label', `${words}: ${name}`);
      element.title = words;
    }
    this.#bar.setAttribute('aria-label', t('picture.progress', { name }));
  }

  /** @param {Blob} file */
  async #show(file) {
    if (file === this.#pictured) return;
    this.#pictured = file;
    const bitmap = await this.#thumbnail(file);
    if (!bitmap) return; // what was shown before is better than nothing
    if (file !== this.#pictured) return bitmap.close();
    this.#canvas.width = bitmap.width;
    this.#canvas.height = bitmap.height;
    this.#canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
  }
}

/**
 * @param {Parameters<typeof icon>[0]} name
 * @param {() => void} click
 */
function button(name, click) {
  const on = {
    // the second click of a double one was meant for the button that was here before
    click: (/** @type {MouseEvent} */ { detail }) => {
      if (detail < 2) click();
    },
  };
  return h('button', { type: 'button', class: `icon ${name}`, on }, icon(name));
}

/**
 * A number stays on one line with its unit.
 *
 * @param {string} words
 */
function unbroken(words) {
  return words.replaceAll(' ', '\u00a0');
}
