import { canShare } from '../../jobs/actions.js';
import { improvementOf } from '../../jobs/improvement.js';
import { isHopeless } from '../../jobs/rules.js';
import { saveOne } from '../../save/save-one.js';
import { selectedOf } from '../../state/state.js';
import { announce } from '../../ui/announcer.js';
import { find, h } from '../../ui/dom.js';
import { megabytes, roughly } from '../../ui/format.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../i18n/language.js';
import { iconButton } from './icon-button.js';

/**
 * @typedef {import('../../state/state.js').AppStore} AppStore
 * @typedef {import('../../state/state.js').State} State
 * @typedef {import('../../state/state.js').Picture} Picture
 * @typedef {import('../../jobs/actions.js').Actions} Actions
 * @typedef {import('../../panels/model-picker.js').ModelPicker} ModelPicker
 */

const SAID_MS = 4000;

/** What to do with the selected picture. */
export class PictureActions {
  #actions;
  #models;
  /** @type {Picture | undefined} */
  #picture;
  /** @type {import('../../jobs/improvement.js').Improvement | null} */
  #improvement = null;
  #download;
  #retry;
  #cancel;
  #improve;
  #better = h('span', { class: 'what' });
  #cost = h('small', { class: 'cost' });
  #share;
  #copy;
  #remove;

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   * @param {ModelPicker} models
   */
  constructor(store, actions, models) {
    this.#actions = actions;
    this.#models = models;
    /** @param {(id: number) => unknown} action */
    const on = (action) => () => this.#picture && action(this.#picture.id);
    const download = on((id) => saveOne(store, actions, id));
    this.#download = button('picture.download', 'primary', download);
    this.#retry = button(
      'picture.retry',
      'primary',
      on((id) => actions.retry(id)),
    );
    this.#cancel = button(
      'picture.cancel',
      'quiet',
      on((id) => actions.cancel(id)),
    );
    this.#improve = h(
      'button',
      { type: 'button', class: 'quiet improve', on: { click: () => this.#doImprove() } },
      icon('improve'),
      h('span', {}, this.#better, ' ', this.#cost),
    );
    const share = on((id) => this.#shareOut(id));
    this.#share = iconButton('picture.share', 'share', share);
    const copy = on((id) => this.#toClipboard(id));
    this.#copy = iconButton('picture.copy', 'copy', copy);
    const remove = on((id) => actions.remove(id));
    this.#remove = iconButton('picture.remove', 'remove', remove);
    this.#remove.classList.add('remove');
    find(HTMLElement, '#main-actions').append(this.#download, this.#retry, this.#cancel);
    find(HTMLElement, '#more-actions').append(this.#improve, this.#share, this.#copy, this.#remove);
    store.watch((state) => this.#render(state));
    models.addEventListener('change', () => this.#render(store.state));
  }

  /** @param {State} state */
  #render(state) {
    const picture = selectedOf(state);
    this.#picture = picture;
    const isDone = picture?.state === 'done';
    const isActive = picture?.state === 'waiting' || picture?.state === 'working';
    const isStopped = picture?.state === 'failed' || picture?.state === 'cancelled';
    this.#download.hidden = !isDone;
    this.#retry.hidden = !isStopped || isHopeless(picture);
    this.#cancel.hidden = !isActive;
    this.#share.hidden = !isDone || !canShare();
    this.#copy.hidden = !isDone || !canCopy();
    this.#remove.hidden = isActive || !picture;
    this.#renderImprovement(picture, state.model);
  }

  /**
   * @param {Picture | undefined} picture
   * @param {string | undefined} chosen
   */
  #renderImprovement(picture, chosen) {
    const { models } = this.#models;
    const improvement = improvementOf(picture, chosen, models);
    this.#improvement = improvement;
    this.#improve.hidden = improvement === null;
    if (!improvement) return;
    const { model, isBest, bytes, milliseconds } = improvement;
    const isOther = model === chosen && model !== picture?.model;
    const needsNetwork = bytes > 0 && !navigator.onLine;
    const [time, size] = [roughly(milliseconds), megabytes(bytes)];
    this.#better.textContent = isOther
      ? isBest
        ? t('picture.again-best')
        : t('picture.again', { model: this.#models.titleOf(model) ?? '' })
      : t('picture.improve');
    this.#cost.textContent = needsNetwork
      ? t('models.needs-network', { size })
      : bytes > 0
        ? t('picture.cost.more', { size, time })
        : t('picture.cost', { time });
    // not `disabled`: that would take the focus away
    this.#improve.setAttribute('aria-disabled', String(needsNetwork));
  }

  #doImprove() {
    if (this.#improve.getAttribute('aria-disabled') === 'true') return;
    if (this.#picture && this.#improvement)
      this.#actions.improve(this.#picture.id, this.#improvement);
  }

  /** @param {number} id */
  async #shareOut(id) {
    try {
      await this.#actions.share(id);
    } catch (error) {
      // who closes the system's list has not failed
      if (error instanceof Error && error.name === 'AbortError') return;
      announce(t('picture.not-shared'));
      this.#share.title = t('picture.not-shared');
    }
  }

  /** @param {number} id */
  async #toClipboard(id) {
    const end = await this.#actions.copy(id).then(
      () => /** @type {const} */ ('picture.copied'),
      () => /** @type {const} */ ('picture.not-copied'),
    );
    const say = (/** @type {import('../../ui/dom.js').Key} */ key) => {
      this.#copy.setAttribute('aria-label', t(key));
      this.#copy.title = t(key);
    };
    say(end);
    announce(t(end));
    this.#copy.replaceChildren(icon(end === 'picture.copied' ? 'done' : 'cancel'));
    setTimeout(() => {
      say('picture.copy');
      this.#copy.replaceChildren(icon('copy'));
    }, SAID_MS);
  }
}

/**
 * @param {import('../../ui/dom.js').Key} words
 * @param {string} kind class
 * @param {() => void} click not called for the second click of a double one: that was meant for the
 *   button that was there before
 */
function button(words, kind, click) {
  const on = {
    click: (/** @type {MouseEvent} */ { detail }) => {
      if (detail < 2) click();
    },
  };
  return h('button', { type: 'button', class: kind, t: words, on });
}

function canCopy() {
  return typeof ClipboardItem !== 'undefined' && Boolean(navigator.clipboard?.write);
}
