import info from '../../build-info.js';
import { find } from '../ui/dom.js';
import { sentences, t, translated } from '../i18n/language.js';
import { onSpeak } from '../i18n/speak.js';

/** @typedef {{file: string, title: string, credit: string, licence: string}} Sample */

const list = new URL(info.samples, new URL('../../build-info.js', import.meta.url));

/**
 * Offer the site's own photos to try.
 *
 * @param {(files: File[]) => void} take
 */
export async function offerSamples(take) {
  const box = find(HTMLElement, '#samples');
  const response = await fetch(list).catch(() => null);
  /** @type {Sample[]} */
  const samples = response?.ok ? await response.json().catch(() => []) : [];
  box.hidden = samples.length === 0;
  if (box.hidden) return; // the page works as well without
  find(HTMLUListElement, 'ul', box).append(...samples.map((sample) => item(sample, take)));
  const credit = () => {
    find(HTMLElement, '#credits').textContent = t('samples.credits', {
      list: sentences(...samples.map(owed)),
    });
  };
  onSpeak(credit);
  credit();
}

/** @param {Sample} sample */
function titleOf({ file, title }) {
  return translated(`samples.title.${file.replace(/\.[^.]*$/, '')}`, title);
}

/** @param {Sample} sample */
function owed(sample) {
  const { credit, licence } = sample;
  const words = translated(
    `samples.licence.${licence.toLowerCase().replaceAll(' ', '-')}`,
    licence,
  );
  return t('samples.credit', { title: titleOf(sample), credit, licence: words });
}

/**
 * @param {Sample} sample
 * @param {(files: File[]) => void} take
 */
function item(sample, take) {
  const { file } = sample;
  const url = new URL(file, list).href;
  const image = new Image();
  image.src = url;
  image.decoding = 'async';
  const entry = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.append(image);
  let failed = false;
  const name = () => {
    const title = titleOf(sample);
    if (failed) entry.textContent = t('samples.failed', { title });
    image.alt = title;
    button.title = title;
  };
  onSpeak(name);
  name();
  button.addEventListener('click', async () => {
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${response.status}`);
      take([new File([await response.blob()], file)]);
    } catch {
      failed = true;
      name();
    }
  });
  entry.append(button);
  return entry;
}
