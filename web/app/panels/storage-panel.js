import { deleteModel, deleteModels, stored } from '../../engine/models/storage.js';
import { announce } from '../ui/announcer.js';
import { confirmed } from '../ui/confirm.js';
import { find, stamp } from '../ui/dom.js';
import { megabytes } from '../ui/format.js';
import { sentence, toError } from '../i18n/errors.js';
import { sentences, t, translated } from '../i18n/language.js';
import { onSpeak, translate } from '../i18n/speak.js';
import { ask, isControlled } from '../boot/site-worker.js';

/** @typedef {Awaited<ReturnType<typeof stored>> & {appBytes: number}} Found */

/** Shows what is stored on this device, and deletes it. */
export class StoragePanel {
  #panel = find(HTMLDetailsElement, '#storage');
  #rows = find(HTMLUListElement, 'ul', this.#panel);
  #all = find(HTMLButtonElement, '.delete-all', this.#panel);
  #onDelete;
  /** What was found when it was last looked for. @type {Found | Error | undefined} */
  #found;

  /** @param {() => void} onDelete called after something was deleted */
  constructor(onDelete) {
    this.#onDelete = onDelete;
    this.#panel.addEventListener('toggle', () => this.refresh());
    this.#all.addEventListener('click', () =>
      this.#delete(t('storage.everything'), t('storage.ask-all'), async () => {
        await deleteModels();
        if (isControlled()) await ask('forget');
        forgetChoices();
      }),
    );
    onSpeak(() => this.#draw());
  }

  /** Look anew, and draw. */
  async refresh() {
    if (!this.#panel.open) return;
    try {
      const [inStore, app] = await Promise.all([
        stored(),
        isControlled() ? ask('state').catch(() => null) : null,
      ]);
      this.#found = { ...inStore, appBytes: app?.bytes ?? 0 };
    } catch (error) {
      this.#found = toError(error);
    }
    this.#draw();
  }

  #draw() {
    if (!this.#found) return;
    if (this.#found instanceof Error) return this.#say(sentence(this.#found));
    const { models, bytes, free, persisted, appBytes } = this.#found;
    const rows = models.map((model) => this.#modelRow(model));
    if (appBytes) rows.push(this.#row(t('storage.page'), megabytes(appBytes), () => ask('forget')));
    this.#rows.replaceChildren(...rows);
    this.#all.hidden = rows.length === 0;
    this.#say(total(bytes + appBytes, free, persisted));
  }

  /** @param {string} text */
  #say(text) {
    find(HTMLElement, '.total', this.#panel).textContent = text;
  }

  /** @param {import('../../engine/models/storage.js').StoredModel} model */
  #modelRow({ id, title, bytes, whole }) {
    const name = t('storage.model', { title: translated(`model.${id}.title`, title) });
    const size = megabytes(bytes);
    return this.#row(name, whole ? size : t('storage.part', { size }), () => deleteModel(id));
  }

  /**
   * @param {string} name
   * @param {string} size
   * @param {() => Promise<unknown>} remove
   */
  #row(name, size, remove) {
    const row = stamp('#stored-item');
    translate(row);
    find(HTMLElement, '.name', row).textContent = name;
    find(HTMLElement, '.size', row).textContent = size;
    const button = find(HTMLButtonElement, 'button', row);
    button.setAttribute('aria-label', t('storage.delete', { name }));
    const question = t('storage.ask', { name });
    button.addEventListener('click', () => this.#delete(name, question, remove));
    return row;
  }

  /**
   * @param {string} name
   * @param {string} question asked before
   * @param {() => Promise<unknown>} remove
   */
  async #delete(name, question, remove) {
    // the browser puts the focus back on the button that asked
    if (!(await confirmed(question, 'delete'))) return;
    try {
      await remove();
      announce(t('storage.deleted', { name }));
    } catch (error) {
      announce(t('storage.not-deleted', { name, reason: sentence(toError(error)) }));
    }
    await this.refresh();
    this.#onDelete();
    find(HTMLElement, 'summary', this.#panel).focus(); // the button that had the focus is gone
  }
}

/**
 * @param {number} bytes
 * @param {number | null} free
 * @param {boolean} persisted
 */
function total(bytes, free, persisted) {
  const [size, room] = [megabytes(bytes), megabytes(free ?? 0)];
  if (!bytes) return free === null ? t('storage.none') : t('storage.none.room', { room });
  return sentences(
    free === null ? t('storage.total', { size }) : t('storage.total.room', { size, room }),
    persisted ? t('storage.persisted') : t('storage.not-persisted'),
    t('storage.no-pictures'),
  );
}

function forgetChoices() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith('offcut-')) localStorage.removeItem(name);
    }
  } catch {
    // then nothing was remembered either
  }
}
