import { isSmallDevice } from '../../engine/limits.js';

/** Small mode: whether memory matters more than time. Remembered once somebody has chosen. */

const REMEMBERED = 'offcut-small';

// Where a site may store nothing, even asking throws: then the choice holds for this visit only.

/** @returns {boolean} what was chosen last time, or else what fits the device */
export function recallSmall() {
  try {
    const chosen = localStorage.getItem(REMEMBERED);
    return chosen === null ? isSmallDevice() : chosen === 'yes';
  } catch {
    return isSmallDevice();
  }
}

/** @param {boolean} small */
export function rememberSmall(small) {
  try {
    localStorage.setItem(REMEMBERED, small ? 'yes' : 'no');
  } catch {
    // see above
  }
}
