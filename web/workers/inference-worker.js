/**
 * The inference worker: owns ONNX Runtime Web, and nothing else. Whoever needs it to stop, or its
 * memory back, terminates it.
 */
import { holdLock } from './hold-lock.js';
import { createPolicy } from '../engine/integrity/trusted-url.js';
import { Sessions } from './sessions.js';
import { yielding } from './shared-memory.js';
import { countThreads } from './threads.js';
import { warmUp } from './warm-up.js';

/**
 * @typedef {typeof import('onnxruntime-web')} Ort
 * @typedef {import('./inference-messages.d.ts').Start} Start
 * @typedef {import('./inference-messages.d.ts').Expect} Expect
 * @typedef {import('./inference-messages.d.ts').ToInference | Start | Expect} Message
 * @typedef {import('./inference-messages.d.ts').FromInference} FromInference
 */

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis));

/** @type {Map<string, Uint8Array<ArrayBuffer>>} */
const files = new Map();
/** @type {Promise<Ort>} */
let starting;
/** @type {import('onnxruntime-web').InferenceSession} */
let session;
const sessions = new Sessions(createSession);

/** @type {{[K in Message['kind']]: (message: Extract<Message, {kind: K}>) => unknown}} */
const actions = {
  start({ runtime, mostThreads }) {
    starting = start(runtime, mostThreads);
    starting.catch(() => {}); // whoever awaits it next is told
  },

  async report() {
    const ort = await starting;
    tell({ kind: 'started', threads: ort.env.wasm.numThreads ?? 1 });
  },

  expect(message) {
    sessions.expect(message);
  },

  async take(message) {
    tell({ kind: 'taken', whole: await sessions.take(message) });
  },

  file({ name, bytes }) {
    files.set(name, new Uint8Array(bytes));
  },

  piece({ file, offset, data }) {
    files.get(file)?.set(data, offset);
    release(data);
  },

  async load({ graph }) {
    session = await sessions.load(graph, files);
    tell({ kind: 'loaded' });
  },

  async run({ tensor, shape }) {
    const ort = await starting;
    const input = new ort.Tensor('float32', tensor, shape); // throws if they don't match
    const { output } = await session.run({ input });
    const mask = /** @type {Float32Array<ArrayBuffer>} */ (output.data);
    tell({ kind: 'mask', mask, shape: [...output.dims] }, [mask.buffer]);
  },
};

holdLock();
scope.onmessage = async (/** @type {MessageEvent<Message>} */ { data }) => {
  const act = /** @type {(message: Message) => unknown} */ (actions[data.kind]);
  try {
    await act(data);
  } catch (error) {
    // ONNX Runtime throws bare numbers too (C++ exceptions)
    const reason = error instanceof Error ? error.message : error;
    tell({ kind: 'failure', reason: typeof reason === 'number' ? reason : `${reason}` });
  }
};

/**
 * @param {string} graph the name of the file with the graph
 * @param {Map<string, Uint8Array<ArrayBuffer>>} contents by the files' names; nothing is left of it
 */
async function createSession(graph, contents) {
  const ort = await starting;
  const weights = [...contents].filter(([name]) => name !== graph);
  const model = /** @type {Uint8Array} */ (contents.get(graph));
  const created = await ort.InferenceSession.create(model, {
    executionProviders: ['wasm'],
    externalData: weights.map(([path, data]) => ({ path, data })),
  });
  for (const data of contents.values()) release(data);
  contents.clear();
  return created;
}

/**
 * Give memory back at once: a garbage collector may be in no hurry, and a run needs it.
 *
 * @param {Uint8Array} data of no use from now on
 */
function release(data) {
  const buffer = /** @type {ArrayBuffer} */ (data.buffer);
  buffer.transfer?.(0); // not in older browsers
}

/**
 * @param {FromInference} message
 * @param {Transferable[]} transfer
 */
function tell(message, transfer = []) {
  scope.postMessage(message, transfer);
}

/**
 * @param {string} runtime the folder of ONNX Runtime's files
 * @param {number} mostThreads 0: as many as there are
 * @returns {Promise<Ort>}
 */
async function start(runtime, mostThreads) {
  // ONNX Runtime starts its threads from plain strings: by the name of "default" they go this way
  createPolicy('default', (url) => url.startsWith(runtime));
  WebAssembly.Memory = yielding(WebAssembly.Memory);
  const ort = /** @type {Ort} */ (await import(/** @type {any} */ (`${runtime}ort.wasm.min.mjs`)));
  ort.env.wasm.numThreads = countThreads(mostThreads);
  ort.env.wasm.wasmPaths = runtime;
  await warmUp(ort);
  return ort;
}
