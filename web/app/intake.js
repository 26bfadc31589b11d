import { find } from './dom.js';

/**
 * Take pictures that are chosen, dropped anywhere on the page, or pasted.
 *
 * @param {(files: File[]) => void} take
 */
export function takePictures(take) {
  const input = find(HTMLInputElement, '#file');
  input.addEventListener('change', () => {
    take([...(input.files ?? [])]);
    input.value = ''; // so that the same file can be chosen again
  });
  takeDrops(take);
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) take(files);
  });
}

/** @param {(files: File[]) => void} take */
function takeDrops(take) {
  /** @param {boolean} over */
  const show = (over) => document.body.classList.toggle('dragging', over);
  document.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    show(true);
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) show(false);
  });
  document.addEventListener('drop', (event) => {
    show(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
}
