import { Heartbeat } from './heartbeat.js';
import { Idleness, MOST_HEAP } from './idleness.js';
import { whatIsForbidden } from './integrity/host-policy.js';
import { spawn } from './integrity/spawn-worker.js';
import { trust } from './integrity/verify-files.js';
import { OpenCall } from './open-call.js';
import { BEAT_MS, CANCEL_MS, silence } from './patience.js';
import { notAllowed, notCopied, stopped, stoppedTwice, toError } from './python-errors.js';
import { requireBrowser } from './require-browser.js';
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
 * @typedef {import('./open-call.js').Progress} Progress
 * @typedef {import('./open-call.js').OnProgress} OnProgress
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
 */

/** How often in a row Python may be lost before it has done anything. */
const MOST_LOSSES = 3;

/**
 * The Python worker as seen from the page: started on first use, and again after a rest, or when it
 * was lost. What was in hand then is tried once more.
 */
class Python {
  /** @type {WatchedWorker | null} */
  #worker = null;
  /** @type {Map<number, OpenCall>} */
  #calls = new Map();
  /** Calls that were cancelled, until Python confirms that. @type {Map<number, OpenCall>} */
  #leaving = new Map();
  #losses = 0;
  #heartbeat = new Heartbeat({
    everyMs: BEAT_MS,
    ask: () => this.#tell({ kind: 'ping' }),
    limit: () => silence(Math.max(0, ...this.#open.map(({ megapixels }) => megapixels))),
    onSilence: (seconds) => this.#lose(`no sign of life for ${seconds} s`),
  });
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
   *
   * @throws {import('./errors.js').OffcutError} where no worker can be started at all
   */
  start() {
    if (this.#worker) return;
    requireBrowser();
    this.#update({ python: 'loading', inference: 'loading', model: null, error: null });
    this.#heap = 0;
    const trusted = trust();
    this.#trusted = trusted;
    trusted.catch(({ message }) => {
      if (trusted === this.#trusted) this.#stop(message);
    });
    const worker = this.#spawn();
    if (!worker) return;
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#lose(event.message || 'its files could not be loaded');
    };
    worker.watch();
    this.#worker = worker;
    const calls = [...this.#calls];
    for (const [id] of calls.filter(([, { isSuspect }]) => !isSuspect)) this.#post(id);
    this.#postSuspect();
  }

  /** @returns {WatchedWorker | null} null if the page's policy forbids it; who waits is told */
  #spawn() {
    const url = new URL('../workers/python-worker.js', import.meta.url);
    try {
      return new WatchedWorker(() => spawn(url, 'offcut python'), 'ready');
    } catch (error) {
      this.#stop(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  /** One at a time, so that each fails by itself alone. */
  #postSuspect() {
    const suspect = [...this.#calls].find(([, { isSuspect }]) => isSuspect);
    if (suspect && !suspect[1].isPosted) this.#post(suspect[0]);
  }

  /** @param {number} id of a call */
  #post(id) {
    const worker = this.#worker;
    const send = () => {
      const call = this.#calls.get(id);
      if (!call || worker !== this.#worker) return;
      call.post();
      try {
        this.#tell({ ...call.request, id });
      } catch (error) {
        call.reject(notCopied(error));
      }
    };
    this.#trusted.then(send, () => {}); // if not trusted, the call was told why
  }

  /** @param {FromPage} message */
  #tell(message) {
    this.#worker?.postMessage(message);
  }

  /**
   * Ask the Python worker for something.
   *
   * @template {keyof Answers} K
   * @param {Asked<K> & {kind: K}} request
   * @param {{signal?: AbortSignal, progress?: OnProgress}} options
   * @returns {Promise<Answers[K]>}
   * @throws {import('./errors.js').OffcutError} where no worker can be started at all
   */
  call(request, { signal, progress }) {
    requireBrowser();
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const cancel = () => {
        this.#cancel(id);
        done();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      const done = () => {
        this.#calls.delete(id);
        signal?.removeEventListener('abort', cancel);
        this.#postSuspect();
        this.#settle();
        if (request.kind !== 'rest' && !this.#isAsked) this.#idleness.begin();
      };
      const call = new OpenCall(/** @type {Asked} */ (request), {
        resolve: (value) => {
          done();
          resolve(value);
        },
        reject: (error) => {
          done();
          reject(error);
        },
        progress,
      });
      this.#calls.set(id, call);
      if (request.kind !== 'rest') this.#idleness.end();
      if (this.#isOutgrown()) this.#end();
      if (this.#worker) this.#post(id);
      else this.start();
      if (this.status.python !== 'ready') progress?.({ phase: 'start', loaded: 0, total: 1 });
      else if (request.kind !== 'rest') this.#heartbeat.begin();
    });
  }

  /**
   * Python is told; if it does not confirm, it is busy with that very call, and is begun anew.
   *
   * @param {number} id of a call
   */
  #cancel(id) {
    const call = this.#calls.get(id);
    this.#tell({ kind: 'cancel', id });
    if (!call?.isPosted || this.status.python !== 'ready') return;
    this.#leaving.set(id, call);
    if (!call.isUrgent) return;
    call.timer = setTimeout(() => {
      this.#end();
      this.start();
    }, CANCEL_MS);
  }

  /** @param {number} id of a call that Python is done with */
  #leave(id) {
    clearTimeout(this.#leaving.get(id)?.timer);
    this.#leaving.delete(id);
    this.#settle();
  }

  #settle() {
    if (this.#open.length === 0) this.#heartbeat.end();
  }

  /** What Python may be at work on. (While it only rests, nobody waits for it.) */
  get #open() {
    const calls = [...this.#calls.values(), ...this.#leaving.values()];
    return calls.filter(({ request }) => request.kind !== 'rest');
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
    this.#heartbeat.heard();
    switch (message.kind) {
      case 'ready':
        if (this.#open.length > 0) this.#heartbeat.begin();
        return this.#update({ python: 'ready' });
      case 'stopped':
        this.#stop(message.reason, message.forbidden);
        return;
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
        const { id, phase, loaded, total, frame, frames } = message;
        const at = frames === undefined ? {} : { frame, frames };
        return this.#calls.get(id)?.report({ phase, loaded, total, ...at });
      }
      case 'size': {
        const call = this.#calls.get(message.id) ?? this.#leaving.get(message.id);
        if (call) call.megapixels += message.pixels / 1e6;
        return;
      }
      case 'failure':
        this.#leave(message.id);
        return this.#calls.get(message.id)?.reject(toError(message.error));
      case 'result':
        this.#leave(message.id);
        this.#losses = 0;
        this.#heap = message.heap;
        this.#calls.get(message.id)?.resolve(message.value);
        if (!message.value || !this.#isOutgrown()) return;
        this.#end();
        return this.start();
    }
  }

  /**
   * Python has died, or keeps silent: another one begins, and has one more try at what was in hand.
   *
   * @param {string} reason
   */
  #lose(reason) {
    if (this.status.python !== 'ready' || this.#losses >= MOST_LOSSES) {
      this.#stop(reason);
      return;
    }
    this.#losses += 1;
    const inHand = [...this.#calls.values()].filter(({ isBegun }) => isBegun);
    this.#end();
    for (const call of inHand) {
      if (call.isSuspect) call.reject(stoppedTwice(reason));
      else call.isSuspect = true;
    }
    this.start();
  }

  /**
   * @param {string} reason
   * @param {import('./messages.d.ts').Forbidden | null} [told] by the worker
   */
  async #stop(reason, told) {
    this.#losses = 0;
    this.#end();
    const calls = [...this.#calls.values()];
    const forbidden = told ?? (await whatIsForbidden());
    const error = forbidden ? notAllowed(forbidden) : stopped(reason);
    for (const call of calls) call.reject(error);
    if (this.#worker) return; // who called meanwhile has begun another
    this.#update({ python: 'failed', inference: 'failed', model: null, error });
  }

  /** A later `start` begins another, which is told of all calls that have no answer yet. */
  #end() {
    this.#heartbeat.end();
    this.#worker?.terminate();
    this.#worker = null;
    for (const id of [...this.#leaving.keys()]) this.#leave(id);
    for (const call of this.#calls.values()) call.takeBack();
  }

  /**
   * Whether a picture in small mode is still to begin, with a Python whose heap has grown. (As long
   * as such a picture is at work, no other one comes to its end: so none is begun twice.)
   */
  #isOutgrown() {
    const pictures = [...this.#calls.values()].filter(({ needsNetwork }) => needsNetwork);
    return (
      this.#heap > MOST_HEAP && pictures.length > 0 && pictures.every(({ isSmall }) => isSmall)
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

export const python = new Python();
