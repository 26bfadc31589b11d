import info from '../../build-info.js';
import { find } from '../ui/dom.js';
import { t } from '../i18n/language.js';
import { onSpeak } from '../i18n/speak.js';

/** Say which Offcut this is, and link to where its source is, if the build was told that. */
export function showVersion() {
  const panel = find(HTMLElement, '#about');
  const write = () => {
    find(HTMLElement, '.version', panel).textContent = t('about.version', {
      version: info.version,
    });
  };
  onSpeak(write);
  write();
  for (const link of panel.querySelectorAll('a[data-source]')) {
    if (!(link instanceof HTMLAnchorElement)) continue;
    const place = link.closest('li') ?? link;
    place.hidden = info.source === '';
    if (info.source) link.href = info.source + (link.dataset.source ?? '');
  }
}
