import { find } from '../ui/dom.js';

/** Tell when the device has no network: all goes on, but for a model that isn't here yet. */
export function showNetwork() {
  const notice = find(HTMLElement, '#offline');
  const show = () => {
    notice.hidden = navigator.onLine;
  };
  addEventListener('online', show);
  addEventListener('offline', show);
  show();
}
