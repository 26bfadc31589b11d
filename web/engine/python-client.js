import { failure, OffcutError } from './errors.js';
import { spawn } from './integrity/spawn-worker.js';
import { trust } from './integrity/verify-files.js';
import { WatchedWorker } from './watched-worker.js';

/**
 * @typedef {import('./messages.d.ts').Answers} Answers
 * @typedef {import('./messages.d.ts').FromPage} FromPage
 * @typedef {import('./messages.d.ts').FromWorker} FromWorker
 */

/**
 * @template {keyof Answers} [K=keyof Answers]
 * @typedef {import('./messages.d.ts').Asked<K>} Asked
 */

/**
 * @typedef {{phase: string, loaded: number, total: number}} Progress
 * @typedef {(progress: Progress) => void} OnProgress
 * @typedef {{
 *   python: 'loading' | 'ready' | 'failed',
 *   inference: 'loading' | 'ready' | 'failed',
 *   threads: number,
 *   isolated: boolean,
 *   model: string | null,
 *   room: boolean,
 *   error: Error | null,
 * }} Status
 * `room`: false once there was none to keep a model.
 *
 * @typedef {{
 *   resolve: (value: any) => void,
 *   reject: (error: unknown) => void,
 *   progress: OnProgress | undefined,
 *   request: Asked,
 * }} Call
 */

/** The Python worker as seen from the page: started on first use, and again after a crash. */
class Python {
  /** @type {WatchedWorker | null} */
  #worker = null;
  /** @type {Map<number, Call>} */
  #calls = new Map();
  /** @type {Set<(status: Status) => void>} */
  #watchers = new Set();
  #lastId = 0;
  /** No picture goes to a worker before this. */
  #trusted = Promise.resolve();

  /** @type {Status} */
  status = {
    python: 'loading',
    inference: 'loading',
    threads: 0,
    isolated: globalThis.crossOriginIsolated,
    model: null,
    room: true,
    error: null,
  };

  /** Start loading Python and ONNX Runtime, unless that has been done. */
  start() {
    if (this.#worker) return;
    this.#update({ python: 'loading', inference: 'loading', model: null, error: null });
    const trusted = trust();
    this.#trusted = trusted;
    const url = new URL('../workers/python-worker.js', import.meta.url);
    const worker = new WatchedWorker(() => spawn(url, 'offcut python'), 'ready');
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#stop(event.message || 'its files could not be loaded');
    };
    worker.watch();
    this.#worker = worker;
    trusted.catch(({ message }) => trusted === this.#trusted && this.#stop(message));
  }

  /** @param {number} id of a call */
  #post(id) {
    const worker = this.#worker;
    const send = () => {
      const call = this.#calls.get(id);
      if (!call || worker !== this.#worker) return;
      try {
        worker?.postMessage(/** @type {FromPage} */ ({ ...call.request, id }));
      } catch (error) {
        call.reject(notCopied(error));
      }
    };
    this.#trusted.then(send, () => {}); // if not trusted, the call was told why
  }

  /**
   * Ask the Python worker for something.
   *
   * @template {keyof Answers} K
   * @param {Asked<K> & {kind: K}} request
   * @param {{signal?: AbortSignal, progress?: OnProgress}} options
   * @returns {Promise<Answers[K]>}
   */
  call(request, { signal, progress }) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      this.start();
      const cancel = () => {
        this.#worker?.postMessage(/** @type {FromPage} */ ({ kind: 'cancel', id }));
        this.#calls.delete(id);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      const done = () => {
        this.#calls.delete(id);
        signal?.removeEventListener('abort', cancel);
      };
      this.#calls.set(id, {
        resolve: (value) => {
          done();
          resolve(value);
        },
        reject: (error) => {
          done();
          reject(error);
        },
        progress,
        request: /** @type {Asked} */ (request),
      });
      if (this.status.python !== 'ready') progress?.({ phase: 'start', loaded: 0, total: 1 });
      this.#post(id);
    });
  }

  /**
   * @param {(status: Status) => void} watcher
   * @returns {() => void} ends it
   */
  watch(watcher) {
    this.#watchers.add(watcher);
    watcher(this.status);
    return () => this.#watchers.delete(watcher);
  }

  /** @param {FromWorker} message */
  #receive(message) {
    switch (message.kind) {
      case 'ready':
        return this.#update({ python: 'ready' });
      case 'stopped':
        return this.#stop(message.reason);
      case 'status': {
        const { ready, threads, model, room, failure: told } = message;
        return this.#update({
          inference: told ? 'failed' : ready ? 'ready' : 'loading',
          threads,
          model: model ?? null,
          room,
          error: told ? toError(told) : null,
        });
      }
      case 'progress': {
        const { id, phase, loaded, total } = message;
        return this.#calls.get(id)?.progress?.({ phase, loaded, total });
      }
      case 'failure':
        return this.#calls.get(message.id)?.reject(toError(message.error));
      case 'result':
        return this.#calls.get(message.id)?.resolve(message.value);
    }
  }

  /** @param {string} reason */
  #stop(reason) {
    const error = failure(
      'EngineError',
      'Python stopped: {reason}. Reload the page, and if that does not help, close other tabs to free memory.',
      { code: 'python-stopped', reason },
    );
    this.#worker?.terminate();
    this.#worker = null;
    for (const call of [...this.#calls.values()]) call.reject(error);
    this.#update({ python: 'failed', inference: 'failed', model: null, error });
  }

  /** @param {Partial<Status>} change */
  #update(change) {
    this.status = { ...this.status, ...change };
    for (const watcher of this.#watchers) watcher(this.status);
  }
}

/**
 * @param {unknown} error of the browser, for what can't be copied to a worker
 * @returns {Error}
 */
function notCopied(error) {
  return failure(
    'InvalidOptionError',
    "An option can't be handed on ({reason}): give plain values.",
    { code: 'option-not-plain', reason: error instanceof Error ? error.message : String(error) },
  );
}

/** @param {import('./messages.d.ts').Error} told by Python */
function toError({ name, message, code, params }) {
  return new OffcutError(name, message, code, params);
}

export const python = new Python();
