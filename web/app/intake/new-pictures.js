import { changed } from '../state/settings.js';
import { find } from '../ui/dom.js';
import { percent } from '../ui/format.js';
import { t } from '../i18n/language.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/settings.js').Settings} Settings
 * @typedef {import('../jobs/actions.js').Actions} Actions
 */

/** Says how pictures to come will be finished, where that is not as usual. */
export class NewPictures {
  #chip = find(HTMLElement, '#new-pictures');
  #text = find(HTMLElement, '.text', this.#chip);

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   */
  constructor(store, actions) {
    find(HTMLButtonElement, 'button', this.#chip).addEventListener('click', () =>
      actions.resetNew(),
    );
    store.watch((state, before) => {
      const { settings, language } = state;
      const isSame = settings === before.settings && language === before.language;
      if (!isSame || state === before) this.#render(settings);
    });
  }

  /** @param {Settings} settings */
  #render(settings) {
    const names = changed(settings);
    this.#chip.hidden = names.length === 0;
    const parts = [...new Set(names.map((name) => wordsOf(name, settings)))];
    this.#text.textContent = t('new-pictures', { list: parts.join(', ') });
    this.#text.title = this.#text.textContent;
  }
}

/**
 * @param {keyof Settings} name of a setting that is not as usual
 * @param {Settings} settings
 */
function wordsOf(name, settings) {
  const { background, canvas, format, shadow, size } = settings;
  switch (name) {
    case 'format':
      return t(/** @type {'format.png'} */ (`format.${format.replace('image/', '')}`));
    case 'animation':
      return t('animation.all');
    case 'background':
      if (background instanceof Blob) return t('finish.background.picture');
      return background === 'blur' ? t('finish.background.blur') : t('finish.background.colour');
    case 'canvas':
      return t(/** @type {'finish.frame.square'} */ (`finish.frame.${canvas}`));
    case 'crop':
      return t('finish.frame.crop');
    case 'shadow':
      return typeof shadow === 'number'
        ? `${t('finish.shadow')} ${percent(shadow)}`
        : t('finish.shadow.natural');
    case 'size':
      return t(/** @type {'size.512'} */ (`size.${size}`));
    default:
      return t('finish.fine');
  }
}
