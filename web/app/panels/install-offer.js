import { find } from '../ui/dom.js';

/**
 * Offer to install the page as an app, where the browser lets a page offer that. (Others have it in
 * their menu.) TypeScript's library lacks the event; its source: Manifest Incubations, of the WICG.
 */
export function offerInstall() {
  const button = find(HTMLButtonElement, '#install');
  /** @type {any} */
  let offer = null;
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault(); // the browser's own would lie over the page
    offer = event;
    button.hidden = false;
  });
  addEventListener('appinstalled', () => {
    button.hidden = true;
  });
  button.addEventListener('click', async () => {
    button.hidden = true; // an offer can be made once
    await offer?.prompt();
  });
}
