/** Less than 256 MiB holds no model. */
const LEAST_PAGES = 4096;

/**
 * Reserve less where the browser refuses what is asked for.
 *
 * ONNX Runtime asks for a heap that may grow to 4 GiB, with one thread too, and a heap that is
 * shared is reserved in full when it is made. WebKit refuses that with a RangeError where addresses
 * are scarce: on older iPhones, or after many heaps. Its module takes any smaller maximum.
 *
 * @param {typeof WebAssembly.Memory} Memory
 * @returns {typeof WebAssembly.Memory}
 */
export function yielding(Memory) {
  return new Proxy(Memory, {
    construct(_, [descriptor]) {
      for (let { maximum } = descriptor; ; maximum /= 2) {
        try {
          return new Memory({ ...descriptor, maximum });
        } catch (error) {
          const isLeast = !descriptor.shared || !(maximum / 2 >= LEAST_PAGES);
          if (!(error instanceof RangeError) || isLeast) throw error;
        }
      }
    },
  });
}
