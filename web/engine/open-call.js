/**
 * @typedef {import('./messages.d.ts').Asked} Asked
 * @typedef {{phase: string, loaded: number, total: number, frame?: number, frames?: number}} Progress
 * `frame`: from 1, of `frames`, where all of an animation are worked on.
 * @typedef {(progress: Progress) => void} OnProgress
 */

/** A call that has no answer yet, or was cancelled while Python was at work on it. */
export class OpenCall {
  /** Of what Python has in hand for it. */
  megapixels = 0;
  isPosted = false;
  /** Whether Python was lost while it was at work on this. */
  isSuspect = false;
  /** Whether Python is at work on it; it may also wait for others. */
  isBegun = false;
  /** Until its cancellation has to be confirmed. */
  timer = 0;

  #progress;

  /**
   * @param {Asked} request
   * @param {{
   *   resolve: (value: any) => void,
   *   reject: (error: unknown) => void,
   *   progress: OnProgress | undefined,
   * }} caller
   */
  constructor(request, { resolve, reject, progress }) {
    this.request = request;
    this.resolve = resolve;
    this.reject = reject;
    this.#progress = progress;
  }

  /** @param {Progress} progress */
  report(progress) {
    this.isBegun ||= progress.phase !== 'wait' && progress.phase !== 'start';
    this.#progress?.(progress);
  }

  /** Python is told of it. */
  post() {
    this.isPosted = true;
    // only pictures for the network wait for each other
    this.isBegun = this.request.kind !== 'cut-out';
  }

  /** Python has ended: the next one has nothing of this call. */
  takeBack() {
    this.isPosted = false;
    this.isBegun = false;
    this.megapixels = 0;
  }

  /**
   * Whether Python has to confirm soon that this was cancelled. A picture that only waits costs
   * nothing. One that has its mask was decoded before, and may well be asked for again at once.
   */
  get isUrgent() {
    const { request } = this;
    return this.isBegun && !(request.kind === 'cut-out' && request.mask);
  }

  get needsNetwork() {
    const { request } = this;
    return request.kind === 'preload' || (request.kind === 'cut-out' && looks(request));
  }

  get isSmall() {
    return this.request.kind === 'cut-out' && Boolean(this.request.small);
  }
}

/** @param {import('./messages.d.ts').Asked<'cut-out'>} request whether the network has to look for it */
function looks({ mask, points }) {
  return !mask || Boolean(points?.length);
}
