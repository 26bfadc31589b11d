/** @typedef {import('../state/state.js').Picture} Picture */

/**
 * Show how far a picture is: only of a download it is known.
 *
 * @param {HTMLProgressElement} bar
 * @param {Picture} [picture]
 */
export function showProgress(bar, picture) {
  const progress = picture?.progress;
  bar.hidden = picture?.state !== 'working';
  if (progress?.phase === 'load' && progress.total > 1 && progress.loaded < progress.total) {
    bar.value = progress.loaded / progress.total;
  } else {
    bar.removeAttribute('value');
  }
}
