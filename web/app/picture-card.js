import { announce } from './announcer.js';
import { find, stamp } from './dom.js';
import { duration, megabytes, resultName } from './format.js';
import { Steps } from './steps.js';
import { WorkClock } from './work-clock.js';

/**
 * @typedef {'waiting' | 'working' | 'done' | 'failed' | 'cancelled'} State
 * @typedef {{cancel: () => void, retry: () => void, remove: () => void}} Actions
 */

const TICK_MS = 100;
const COPYABLE = 'image/png';

/** One picture as it is shown: what it was, what is being done to it, what it became. */
export class PictureCard {
  element = stamp('#picture-card');
  #name;
  #part = parts(this.element);
  #steps = new Steps();
  #original;
  /** @type {string | undefined} */
  #result;
  #ticking = 0;
  #clock = new WorkClock();
  /** Whether there is a subject, as far as is known. */
  found = true;

  /**
   * @param {File} file
   * @param {Actions} actions
   */
  constructor(file, { cancel, retry, remove }) {
    this.#name = file.name || 'Picture';
    this.#original = URL.createObjectURL(file);
    const part = this.#part;
    part.name.textContent = this.#name;
    part.original.alt = `${this.#name}, original`;
    part.original.addEventListener('error', () => {
      part.original.hidden = true;
      part.noPreview.hidden = false;
    });
    part.original.src = this.#original;
    part.progress.setAttribute('aria-label', `Progress of ${this.#name}`);
    for (const [button, action] of /** @type {const} */ ([
      [part.cancel, cancel],
      [part.retry, retry],
      [part.remove, remove],
    ])) {
      button.addEventListener('click', action);
      button.setAttribute('aria-label', `${button.textContent}: ${this.#name}`);
    }
    this.wait();
  }

  wait() {
    this.#show('waiting');
    this.#part.step.textContent = 'Waiting for its turn';
    this.#part.elapsed.textContent = '';
    this.#part.progress.removeAttribute('value');
  }

  work() {
    this.#show('working');
    this.#steps = new Steps();
    this.#clock = new WorkClock();
    this.found = true;
    this.#ticking = setInterval(() => {
      this.#part.elapsed.textContent = duration(this.elapsed);
    }, TICK_MS);
  }

  /** Milliseconds of work on it. */
  get elapsed() {
    return this.#clock.elapsed;
  }

  /** @param {import('./steps.js').Progress} progress */
  progress(progress) {
    const { phase, loaded, total } = progress;
    this.#clock.enter(phase);
    if (phase === 'empty') this.found = false;
    this.#part.step.textContent = this.#steps.words(progress);
    if (phase === 'load' && loaded < total && total > 1) this.#part.progress.value = loaded / total;
    else this.#part.progress.removeAttribute('value');
  }

  /**
   * @param {Blob} blob
   * @param {string | undefined} model its title
   */
  async done(blob, model) {
    const { result, outcome, download, copy } = this.#part;
    const time = duration(this.elapsed);
    const url = URL.createObjectURL(blob);
    this.#result = url;
    result.alt = `${this.#name} without its background`;
    result.src = url;
    download.href = url;
    download.download = resultName(this.#name);
    download.setAttribute('aria-label', `Download ${download.download}`);
    copy.setAttribute('aria-label', `Copy ${this.#name}`);
    copy.onclick = () => this.#copy(blob);
    this.#show('done');
    await result.decode().catch(() => {}); // too large to be shown; the file is good all the same
    const { naturalWidth: width, naturalHeight: height } = result;
    const facts = [width && `${width} × ${height}`, `${megabytes(blob.size)} PNG`, time, model];
    if (!this.found) facts.unshift('No subject was found, so nothing was kept');
    outcome.textContent = facts.filter(Boolean).join(' · ');
  }

  /** @param {string} message */
  fail(message) {
    this.#part.error.textContent = message;
    this.#show('failed');
  }

  cancelled() {
    this.#part.error.textContent = 'Cancelled.';
    this.#show('cancelled');
  }

  /** Save the result as a file, if there is one. */
  download() {
    if (!this.#part.download.hidden) this.#part.download.click();
  }

  /** Give the memory back and go. */
  remove() {
    clearInterval(this.#ticking);
    URL.revokeObjectURL(this.#original);
    if (this.#result) URL.revokeObjectURL(this.#result);
    this.element.remove();
  }

  /** @param {State} state */
  #show(state) {
    if (state !== 'working') clearInterval(this.#ticking);
    const part = this.#part;
    const focused = document.activeElement;
    const active = state === 'waiting' || state === 'working';
    const stopped = state === 'failed' || state === 'cancelled';
    this.element.dataset.state = state;
    part.work.hidden = !active;
    part.cancel.hidden = !active;
    part.error.hidden = !stopped;
    part.retry.hidden = !stopped;
    part.result.hidden = state !== 'done';
    part.download.hidden = state !== 'done';
    part.copy.hidden = state !== 'done' || !canCopy();
    // the focus must not fall off the page with a button that goes
    if (this.element.contains(focused) && focused?.closest('[hidden]')) {
      (active ? part.cancel : stopped ? part.retry : part.download).focus();
    }
  }

  /** @param {Blob} blob */
  async #copy(blob) {
    const { copy } = this.#part;
    try {
      await navigator.clipboard.write([new ClipboardItem({ [COPYABLE]: blob })]);
      copy.textContent = 'Copied';
      announce(`${this.#name} copied.`);
    } catch {
      copy.textContent = 'The browser refused: use Download';
      announce(copy.textContent);
    }
  }
}

function canCopy() {
  return typeof ClipboardItem !== 'undefined' && Boolean(navigator.clipboard?.write);
}

/** @param {HTMLElement} card */
function parts(card) {
  return {
    name: find(HTMLElement, '.name', card),
    original: find(HTMLImageElement, '.original', card),
    noPreview: find(HTMLElement, '.no-preview', card),
    result: find(HTMLImageElement, '.result', card),
    outcome: find(HTMLElement, '.outcome', card),
    work: find(HTMLElement, '.work', card),
    step: find(HTMLElement, '.step', card),
    elapsed: find(HTMLElement, '.elapsed', card),
    progress: find(HTMLProgressElement, 'progress', card),
    error: find(HTMLElement, '.error', card),
    download: find(HTMLAnchorElement, '.download', card),
    copy: find(HTMLButtonElement, '.copy', card),
    retry: find(HTMLButtonElement, '.retry', card),
    cancel: find(HTMLButtonElement, '.cancel', card),
    remove: find(HTMLButtonElement, '.remove', card),
  };
}
