import { failure, OffcutError } from './errors.js';
import { Idleness, MOST_HEAP } from './idleness.js';
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
 *   python: 'loading' | 'ready' | 'resting' | 'failed',
 *   inference: 'loading' | 'ready' | 'resting' | 'failed',
 *   threads: number,
 *   isolated: boolean,
 *   model: string | null,
 *   room: boolean,
 *   error: Error | null,
 * }} Status
 * `resting`: ended to give its memory back; it is started when needed. `room`: false once there was
 * none to keep a model.
 *
 * @typedef {{
 *   resolve: (value: any) => void,
 *   reject: (error: unknown) => void,
 *   progress: OnProgress | undefined,
 *   request: Asked,
 * }} Call
 */

/**
 * The Python worker as seen from the page: started on first use, and again after a crash or a rest.
 */
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
  /** Bytes of Python's, as it said last. */
  #heap = 0;
  #idleness = new Idleness((isLong) => {
    this.#resting = this.#resting.then(() => this.#rest(isLong));
  });
  #resting = Promise.resolve();

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

  get isStarted() {
    return this.#worker !== null;
  }

  /**
   * Start loading Python and ONNX Runtime, unless that has been done; they are told of all calls
   * that have no answer yet.
   */
  start() {
    if (this.#worker) return;
    this.#update({ python: 'loading', inference: 'loading', model: null, error: null });
    this.#heap = 0;
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
    for (const id of this.#calls.keys()) this.#post(id);
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
      const cancel = () => {
        this.#worker?.postMessage(/** @type {FromPage} */ ({ kind: 'cancel', id }));
        done();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      const done = () => {
        this.#calls.delete(id);
        signal?.removeEventListener('abort', cancel);
        if (request.kind !== 'rest' && !this.#isAsked) this.#idleness.begin();
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
      if (request.kind !== 'rest') this.#idleness.end();
      if (this.#isOutgrown()) this.#end();
      if (this.#worker) this.#post(id);
      else this.start();
      if (this.status.python !== 'ready') progress?.({ phase: 'start', loaded: 0, total: 1 });
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
        const { state, threads, model, room, failure: told } = message;
        return this.#update({
          inference: told ? 'failed' : state,
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
        this.#heap = message.heap;
        this.#calls.get(message.id)?.resolve(message.value);
        if (!message.value || !this.#isOutgrown()) return;
        this.#end();
        return this.start();
    }
  }

  /** @param {string} reason */
  #stop(reason) {
    const error = failure(
      'EngineError',
      'Python stopped: {reason}. Reload the page, and if that does not help, close other tabs to free memory.',
      { code: 'python-stopped', reason },
    );
    this.#end();
    for (const call of [...this.#calls.values()]) call.reject(error);
    this.#update({ python: 'failed', inference: 'failed', model: null, error });
  }

  /** A later `start` begins another, which is told of all calls that have no answer yet. */
  #end() {
    this.#worker?.terminate();
    this.#worker = null;
  }

  /**
   * Whether a picture in small mode is still to begin, with a Python whose heap has grown. (As long
   * as such a picture is at work, no other one comes to its end: so none is begun twice.)
   */
  #isOutgrown() {
    const requests = [...this.#calls.values()].map(({ request }) => request);
    const pictures = requests.filter(needsNetwork);
    return (
      this.#heap > MOST_HEAP &&
      pictures.length > 0 &&
      pictures.every((request) => request.kind === 'cut-out' && request.small)
    );
  }

  /** Whether somebody waits for an answer. */
  get #isAsked() {
    return [...this.#calls.values()].some(({ request }) => request.kind !== 'rest');
  }

  /**
   * Give memory back, since nothing has been asked for a while: what Python keeps can be had anew.
   *
   * @param {boolean} isLong whether even Python may end
   */
  async #rest(isLong) {
    if (!this.#worker) return;
    // who asks next is told of a Python that has stopped
    await this.call({ kind: 'rest' }, {}).catch(() => {});
    if (!isLong || this.#heap <= MOST_HEAP || this.#isAsked) return;
    this.#end();
    this.#update({ python: 'resting', inference: 'resting', model: null });
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

/** @param {Asked} request */
function needsNetwork(request) {
  return request.kind === 'preload' || (request.kind === 'cut-out' && !request.mask);
}

/** @param {import('./messages.d.ts').Error} told by Python */
function toError({ name, message, code, params }) {
  return new OffcutError(name, message, code, params);
}

export const python = new Python();
