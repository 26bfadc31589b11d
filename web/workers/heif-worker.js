/**
 * Decodes one HEIC picture with libheif, where the browser can't. It is ended then: a heap of
 * WebAssembly never shrinks.
 */
import { holdLock } from './hold-lock.js';

/**
 * @typedef {import('./heif-messages.d.ts').Decode} Decode
 * @typedef {import('./heif-messages.d.ts').FromHeif} FromHeif
 *
 * @typedef {{code: {value: number}}} Refused what libheif returns in the place of a result
 * @typedef {{
 *   width: number,
 *   height: number,
 *   channels: {data: Uint8Array, stride: number}[],
 * }} Decoded
 * @typedef {{
 *   heif_error_code: Record<string, {value: number}>,
 *   heif_colorspace: Record<string, unknown>,
 *   heif_chroma: Record<string, unknown>,
 *   heif_context_alloc(): unknown,
 *   heif_context_read_from_memory(context: unknown, data: Uint8Array): Refused,
 *   heif_js_context_get_primary_image_handle(context: unknown): Refused | object,
 *   heif_js_decode_image2(
 *     handle: unknown,
 *     colorspace: unknown,
 *     chroma: unknown,
 *   ): Refused | Decoded,
 * }} Libheif as much of it as is used
 */

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis));

holdLock();
scope.onmessage = async (/** @type {MessageEvent<Decode>} */ { data: { libheif, data } }) => {
  try {
    const { default: load } = await import(libheif);
    const heif = /** @type {Libheif} */ (load());
    tell({ kind: 'started' });
    const answer = decoded(heif, data);
    tell(answer, answer.kind === 'pixels' ? [answer.pixels.buffer] : []);
  } catch (error) {
    tell({ kind: 'fault', reason: error instanceof Error ? error.message : String(error) });
  }
};

/**
 * @param {FromHeif} message
 * @param {Transferable[]} transfer
 */
function tell(message, transfer = []) {
  scope.postMessage(message, transfer);
}

/**
 * @param {Libheif} heif
 * @param {Uint8Array} file
 * @returns {import('./heif-messages.d.ts').Pixels | import('./heif-messages.d.ts').Refusal}
 */
function decoded(heif, file) {
  const context = heif.heif_context_alloc();
  const read = heif.heif_context_read_from_memory(context, file);
  if (read.code.value !== heif.heif_error_code.heif_error_Ok.value) return refusal(read);
  const handle = heif.heif_js_context_get_primary_image_handle(context);
  if ('code' in handle) return refusal(/** @type {Refused} */ (handle));
  const image = heif.heif_js_decode_image2(
    handle,
    heif.heif_colorspace.heif_colorspace_RGB,
    heif.heif_chroma.heif_chroma_interleaved_RGBA,
  );
  if ('code' in image) return refusal(image);
  const { width, height, channels } = image;
  return { kind: 'pixels', width, height, pixels: lines(channels[0], width * 4, height) };
}

/** @param {Refused} refused */
function refusal(refused) {
  return { kind: /** @type {const} */ ('refusal'), code: refused.code.value };
}

/**
 * A copy without what stands between the lines, on a buffer of its own.
 *
 * @param {{data: Uint8Array, stride: number}} channel
 * @param {number} length of a line, bytes
 * @param {number} height
 */
function lines({ data, stride }, length, height) {
  if (stride === length) return data.slice(0, length * height);
  const packed = new Uint8Array(length * height);
  for (let line = 0; line < height; line += 1) {
    packed.set(data.subarray(line * stride, line * stride + length), line * length);
  }
  return packed;
}
