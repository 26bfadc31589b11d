/**
 * For a worker: hold a lock as long as it lives, and say its name. Whoever asks for that lock gets
 * it when the worker has ended, however that came about. (Where there are no locks, only its silence
 * tells.)
 */
export function holdLock() {
  const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis));
  const name = `offcut-worker ${Math.random()}`; // crypto.randomUUID is for secure pages alone
  const hold = () => {
    scope.postMessage({ kind: 'lock', name });
    return new Promise(() => {});
  };
  navigator.locks?.request(name, hold).catch(() => {});
}
