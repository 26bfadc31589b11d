import { deleteModel, deleteModels, stored } from '../engine/storage.js';
import { announce } from './announcer.js';
import { find, stamp } from './dom.js';
import { megabytes } from './format.js';
import { ask, isControlled } from './site-worker.js';

/** Shows what is stored on this device, and deletes it. */
export class StoragePanel {
  #panel = find(HTMLDetailsElement, '#storage');
  #rows = find(HTMLUListElement, 'ul', this.#panel);
  #all = find(HTMLButtonElement, '.delete-all', this.#panel);
  #onDelete;

  /** @param {() => void} onDelete called after something was deleted */
  constructor(onDelete) {
    this.#onDelete = onDelete;
    this.#panel.addEventListener('toggle', () => this.refresh());
    this.#all.addEventListener('click', () =>
      this.#delete('Everything', async () => {
        await deleteModels();
        if (isControlled()) await ask('forget');
        forgetChoices();
      }),
    );
  }

  async refresh() {
    if (!this.#panel.open) return;
    try {
      const [{ models, bytes: modelBytes, free, persisted }, app] = await Promise.all([
        stored(),
        isControlled() ? ask('state').catch(() => null) : null,
      ]);
      const rows = models.map(({ id, title, bytes, whole }) =>
        this.#row(`Model: ${title}`, `${megabytes(bytes)}${whole ? '' : ', a part of it'}`, () =>
          deleteModel(id),
        ),
      );
      if (app?.bytes) {
        rows.push(this.#row('The page, Python and ONNX Runtime', megabytes(app.bytes), () => ask('forget')));
      }
      this.#rows.replaceChildren(...rows);
      this.#all.hidden = rows.length === 0;
      this.#say(sentence(modelBytes + (app?.bytes ?? 0), free, persisted));
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {string} text */
  #say(text) {
    find(HTMLElement, '.total', this.#panel).textContent = text;
  }

  /**
   * @param {string} name
   * @param {string} size
   * @param {() => Promise<unknown>} remove
   */
  #row(name, size, remove) {
    const row = stamp('#stored-item');
    find(HTMLElement, '.name', row).textContent = name;
    find(HTMLElement, '.size', row).textContent = size;
    const button = find(HTMLButtonElement, 'button', row);
    button.setAttribute('aria-label', `Delete ${name}`);
    button.addEventListener('click', () => this.#delete(name, remove));
    return row;
  }

  /**
   * @param {string} name
   * @param {() => Promise<unknown>} remove
   */
  async #delete(name, remove) {
    try {
      await remove();
      announce(`${name}: deleted from this device.`);
    } catch (error) {
      announce(`${name} could not be deleted: ${error instanceof Error ? error.message : error}`);
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
function sentence(bytes, free, persisted) {
  const room = free === null ? '' : `, and there is room for ${megabytes(free)} more`;
  const promise = persisted
    ? ' The browser keeps it until you delete it.'
    : ' The browser may delete it when space runs short.';
  if (!bytes) return `Nothing is stored on this device${room}.`;
  return `${megabytes(bytes)} are stored on this device${room}.${promise} Pictures are never stored.`;
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
