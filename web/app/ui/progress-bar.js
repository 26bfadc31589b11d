/** @typedef {import('../state/state.js').Picture} Picture */

/**
 * Show how far a picture is: only of a download and of an animation's frames it is known.
 *
 * @param {HTMLProgressElement} bar
 * @param {Picture} [picture]
 */
export function showProgress(bar, picture) {
  const progress = picture?.progress;
  bar.hidden = picture?.state !== 'working';
  if (progress?.phase === 'load' && progress.total > 1 && progress.loaded < progress.total) {
    bar.value = progress.loaded / progress.total;
  } else if (progress?.frame && progress.frames) {
    bar.value = (progress.frame - 1) / progress.frames;
  } else {
    bar.removeAttribute('value');
  }
}
