import { update } from '../state/state.js';

/** The name of the error of a model that can't be had. */
export const UNAVAILABLE = 'ModelUnavailableError';

/**
 * What went wrong for want of a network need not be told any longer once it is back, where a result
 * is there all the same.
 *
 * @param {import('../state/state.js').AppStore} store
 */
export function forgive(store) {
  for (const { id, state, error } of store.state.pictures) {
    if (state === 'done' && error?.name === UNAVAILABLE) update(store, id, { error: null });
  }
}
