import { OffcutError } from './errors.js';
import { spawn } from './spawn.js';
import { trust } from './trust.js';

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
 * }} Call
 */

const STOPPED = 'Reload the page, and if that does not help, close other tabs to free memory.';

/** The Python worker as seen from the page: started on first use, and again after a crash. */
class Python {
  /** @type {Worker | null} */
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
    if (this.#worker) return this.#worker;
    this.#update({ python: 'loading', inference: 'loading', model: null, error: null });
    const worker = spawn(new URL('../workers/python-worker.js', import.meta.url), 'offcut python');
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#stop(event.message || 'its files could not be loaded');
    };
    this.#worker = worker;
    this.#trusted = trust();
    this.#trusted.catch(({ message }) => worker === this.#worker && this.#stop(message));
    return worker;
  }

  /**
   * Ask the Python worker for something.
   *
   * @param {Record<string, unknown>} request `kind` and what goes with it
   * @param {{signal?: AbortSignal, progress?: OnProgress}} options
   * @returns {Promise<any>}
   */
  call(request, { signal, progress }) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const worker = this.start();
      const cancel = () => {
        worker.postMessage({ kind: 'cancel', id });
        this.#calls.delete(id);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      const done = () => {
        this.#calls.delete(id);
        signal?.removeEventListener('abort', cancel);
      };
      this.#calls.set(id, {
        resolve: (value) => (done(), resolve(value)),
        reject: (error) => (done(), reject(error)),
        progress,
      });
      if (this.status.python !== 'ready') progress?.({ phase: 'start', loaded: 0, total: 1 });
      this.#trusted.then(
        () => this.#calls.has(id) && worker.postMessage({ ...request, id }),
        () => {}, // the worker was stopped, and the call told why
      );
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

  /** @param {any} message */
  #receive(message) {
    if (message.kind === 'ready') this.#update({ python: 'ready' });
    else if (message.kind === 'stopped') this.#stop(message.reason);
    else if (message.kind === 'status') {
      const { ready, threads, model, room, failure } = message;
      this.#update({
        inference: failure ? 'failed' : ready ? 'ready' : 'loading',
        threads,
        model: model ?? null,
        room,
        error: failure ? new OffcutError('InferenceError', failure) : null,
      });
    } else {
      const call = this.#calls.get(message.id);
      if (message.kind === 'progress') {
        const { phase, loaded, total } = message;
        call?.progress?.({ phase, loaded, total });
      } else if (message.kind === 'failure') {
        call?.reject(new OffcutError(message.name, message.message));
      } else {
        call?.resolve(message.value);
      }
    }
  }

  /** @param {string} reason */
  #stop(reason) {
    const error = new OffcutError('EngineError', `Python stopped: ${reason}. ${STOPPED}`);
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

export const python = new Python();
