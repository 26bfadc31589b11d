import info from '../build-info.js';
import { find } from './dom.js';

/** @typedef {{file: string, title: string, credit: string, licence: string}} Sample */

const list = new URL(info.samples, new URL('../build-info.js', import.meta.url));

/**
 * Offer the site's own photos to try.
 *
 * @param {(files: File[]) => void} take
 */
export async function offerSamples(take) {
  const response = await fetch(list).catch(() => null);
  if (!response?.ok) return; // the page works as well without
  /** @type {Sample[]} */
  const samples = await response.json().catch(() => []);
  const box = find(HTMLElement, '#samples');
  find(HTMLUListElement, 'ul', box).append(...samples.map((sample) => item(sample, take)));
  find(HTMLElement, '#credits').textContent = `Sample photos: ${samples
    .map(({ title, credit, licence }) => `${title}, ${credit} (${licence})`)
    .join('; ')}.`;
  box.hidden = samples.length === 0;
}

/**
 * @param {Sample} sample
 * @param {(files: File[]) => void} take
 */
function item({ file, title }, take) {
  const url = new URL(file, list).href;
  const image = new Image();
  image.src = url;
  image.alt = title;
  image.decoding = 'async';
  const entry = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.title = title;
  button.append(image);
  button.addEventListener('click', async () => {
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${response.status}`);
      take([new File([await response.blob()], file)]);
    } catch {
      entry.textContent = `${title} could not be fetched: check the connection and reload.`;
    }
  });
  entry.append(button);
  return entry;
}
