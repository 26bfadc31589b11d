/**
 * The smallest model there is (one Identity on one float), as the bytes of an ONNX ModelProto; the
 * comments name the protobuf fields.
 */
const value = (/** @type {number} */ tag, /** @type {string} */ name) => [
  ...[tag, 15, 0x0a, 1, name.charCodeAt(0)], // ValueInfoProto: name
  ...[0x12, 10, 0x0a, 8, 0x08, 1, 0x12, 4, 0x0a, 2, 0x08, 1], // type: tensor of float, shape [1]
];
const node = [
  0x0a,
  16,
  0x0a,
  1,
  120,
  0x12,
  1,
  121,
  0x22,
  8,
  ...new TextEncoder().encode('Identity'),
];
const graph = [...node, 0x12, 1, 103, ...value(0x5a, 'x'), ...value(0x62, 'y')];
const IDENTITY = new Uint8Array([
  ...[0x08, 8], // ir_version
  ...[0x3a, graph.length, ...graph],
  ...[0x42, 2, 0x10, 15], // opset_import: version 15
]);

/**
 * Make ONNX Runtime fetch and compile its WebAssembly now, while the user still chooses a picture:
 * it does so only when a first session is made.
 *
 * @param {typeof import('onnxruntime-web')} ort
 */
export async function warmUp(ort) {
  const session = await ort.InferenceSession.create(IDENTITY, { executionProviders: ['wasm'] });
  await session.release();
}
