import { announce } from '../ui/announcer.js';
import { t } from '../i18n/language.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../jobs/actions.js').Actions} Actions
 */

/**
 * Save a picture's result, and say so: the browser's own sign of it is seen only.
 *
 * @param {AppStore} store
 * @param {Actions} actions
 * @param {number} id
 */
export async function saveOne(store, actions, id) {
  await actions.save(id);
  const picture = store.state.pictures.find((other) => other.id === id);
  if (picture?.state === 'done') announce(t('told.saved', { name: picture.name || t('picture') }));
}
