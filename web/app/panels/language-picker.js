import { announce } from '../ui/announcer.js';
import { find, h } from '../ui/dom.js';
import { LANGUAGES, language, t } from '../i18n/language.js';
import { choose, speak } from '../i18n/speak.js';

/**
 * Lets the visitor choose the language.
 *
 * @param {import('../state/state.js').AppStore} store
 */
export function offerLanguages(store) {
  const select = find(HTMLSelectElement, '#language');
  select.append(
    ...Object.entries(LANGUAGES).map(([code, name]) =>
      h('option', { value: code, lang: code }, name),
    ),
  );
  select.value = language;
  store.set({ language });
  select.addEventListener('change', async () => {
    try {
      await speak(select.value);
      choose(language);
      store.set({ language });
    } catch {
      select.value = language;
      announce(t('language.failed'));
    }
  });
}
