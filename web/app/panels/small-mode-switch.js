import { find } from '../ui/dom.js';
import { rememberSmall } from '../state/small-mode.js';

/**
 * Let small mode be switched on and off, for the pictures to come.
 *
 * @param {import('../state/state.js').AppStore} store
 */
export function offerSmallMode(store) {
  const input = find(HTMLInputElement, '#small-mode');
  input.addEventListener('change', () => {
    rememberSmall(input.checked);
    store.set({ small: input.checked });
  });
  store.watch(({ small }) => {
    input.checked = small;
  });
}
