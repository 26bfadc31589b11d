import { find } from '../ui/dom.js';
import { t } from '../i18n/language.js';
import { preferred, speak } from '../i18n/speak.js';

/**
 * Whether another site shows this page within its own, and could so lead the visitor's clicks. A
 * header forbids that where a host sends it; a build with --embed allows it.
 */
export function isFramed() {
  return top !== self && document.documentElement.hasAttribute('data-unframed');
}

/** Show a link to the page on its own, instead of the page. */
export async function refuseFrame() {
  const body = find(HTMLBodyElement, 'body');
  body.replaceChildren();
  await speak(preferred()).catch(() => speak('en'));
  const text = document.createElement('p');
  const link = document.createElement('a');
  link.href = location.pathname;
  link.target = '_blank';
  link.rel = 'noopener';
  link.textContent = t('framed.open');
  text.append(t('framed'), ' ', link);
  body.append(text);
}
