import { watch } from '../../engine/index.js';
import { announce } from '../ui/announcer.js';
import { find } from '../ui/dom.js';
import { megabytes, number } from '../ui/format.js';
import { counted, sentences, t } from '../i18n/language.js';
import { onSpeak } from '../i18n/speak.js';
import { Requests, isForeign, kindOf } from './request-list.js';
import { ask, isControlled } from '../boot/site-worker.js';

/** @typedef {import('../../service-worker/messages.js').Entry} Entry */
/** @typedef {import('../../service-worker/messages.js').State} State */
/** @typedef {import('../../engine/python-client.js').Status} Status */

/** A list that grows with each of hundreds of requests is drawn at most so often. */
const REDRAW_MS = 250;

/** Shows what anyone can check: what was loaded from where, and that nothing was sent. */
export class ProofPanel {
  #panel = find(HTMLDetailsElement, '#proof');
  #switch = find(HTMLInputElement, '#offline-only', this.#panel);
  #requests = new Requests(() => this.#later());
  #redraw = 0;
  /** @type {Status | undefined} */
  #status;

  constructor() {
    this.#panel.addEventListener('toggle', () => this.refresh());
    this.#switch.addEventListener('change', () => this.#turn());
    watch((status) => {
      this.#status = status;
      this.#later();
    });
    onSpeak(() => this.refresh());
    this.refresh();
  }

  /** Ask the service worker anew, and draw. */
  async refresh() {
    const state = isControlled() ? await ask('state').catch(() => null) : null;
    // what is missing could not be fetched any more
    this.#switch.disabled = !state || (state.missing > 0 && !state.offlineOnly);
    this.#switch.checked = Boolean(state?.offlineOnly);
    this.#say('.ready', state ? readiness(state) : t('proof.no-worker'));
    this.#draw();
  }

  #later() {
    this.#redraw ||= setTimeout(() => {
      this.#redraw = 0;
      this.#draw();
    }, REDRAW_MS);
  }

  async #turn() {
    const on = this.#switch.checked;
    try {
      await ask('offlineOnly', { on });
      announce(on ? t('proof.only.on') : t('proof.only.off'));
    } catch {
      this.#switch.checked = !on;
      announce(t('proof.no-answer'));
    }
    this.refresh();
  }

  #draw() {
    if (!this.#panel.open) return;
    const { isolated = false, threads = 0 } = this.#status ?? {};
    this.#say('.isolated', isolated ? t('proof.isolated.yes') : t('proof.isolated.no'));
    this.#say('.threads', threadsOf(threads, isolated));
    const { entries, whole } = this.#requests;
    this.#say('.total', sentences(total(entries), whole ? '' : missing()));
    find(HTMLElement, '.total', this.#panel).dataset.state = entries.some(isForeign) ? 'bad' : '';
    find(HTMLTableSectionElement, '.kinds', this.#panel).replaceChildren(...kinds(entries));
    find(HTMLElement, '.each', this.#panel).textContent = entries.map(line).join('\n');
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  #say(selector, text) {
    find(HTMLElement, selector, this.#panel).textContent = text;
  }
}

/**
 * @param {number} threads
 * @param {boolean} isIsolated
 */
function threadsOf(threads, isIsolated) {
  if (!threads) return t('proof.threads.starting');
  return threads === 1 && !isIsolated ? t('proof.threads.not-isolated') : number(threads);
}

/** @param {State} state */
function readiness({ files, missing, room, readable }) {
  if (!readable) return t('proof.no-store');
  if (missing === 0) return counted('proof.ready', files);
  if (!room) return t('proof.no-room');
  return counted('proof.not-ready', files, { here: number(files - missing) });
}

/** @param {Entry[]} entries */
function total(entries) {
  const foreign = entries.filter(isForeign);
  if (foreign.length) {
    const list = foreign.map(({ method, url }) => `${method} ${url}`).join(', ');
    return counted('proof.foreign', foreign.length, { list });
  }
  if (!isControlled()) return counted('proof.listed', entries.length, { host: location.host });
  const fetched = entries.filter(({ from }) => from === 'network').length;
  const refused = entries.filter(({ from }) => from === 'refused').length;
  return sentences(
    counted('proof.total', entries.length, { host: location.host }),
    counted('proof.fetched', fetched),
    refused ? counted('proof.refused', refused) : '',
    t('proof.sent'),
  );
}

/** Why the list is not whole. */
function missing() {
  return isControlled() ? t('proof.not-whole') : t('proof.page-only');
}

/** @param {Entry[]} entries */
function kinds(entries) {
  const all = [...new Set(entries.map(({ url }) => kindOf(url)))];
  return all.map((kind) => {
    const group = entries.filter(({ url }) => kindOf(url) === kind);
    const row = document.createElement('tr');
    const head = document.createElement('th');
    head.scope = 'row';
    head.textContent = t(`proof.kind.${kind}`);
    row.append(
      head,
      cell(number(group.length)),
      cell(sum(group, 'network')),
      cell(sum(group, 'device')),
    );
    return row;
  });
}

/** @param {string} text */
function cell(text) {
  const element = document.createElement('td');
  element.textContent = text;
  return element;
}

/**
 * @param {Entry[]} entries
 * @param {Entry['from']} from
 */
function sum(entries, from) {
  const chosen = entries.filter((entry) => entry.from === from);
  if (!chosen.length) return '–';
  return megabytes(chosen.reduce((bytes, entry) => bytes + Math.max(0, entry.bytes), 0));
}

/** @param {Entry} entry */
function line({ at, method, url, from, bytes }) {
  const time = new Date(at).toTimeString().slice(0, 8);
  const { origin, pathname, search } = new URL(url);
  const address = origin === location.origin ? pathname + search : url;
  const size = bytes < 0 ? t('proof.size-unknown') : megabytes(bytes);
  return `${time}  ${method || '–'}  ${t(`proof.entry.${from}`)}  ${address}  ${size}`;
}
