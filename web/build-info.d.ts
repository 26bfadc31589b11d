/**
 * What the build knows and the page must: it writes build-info.js beside app/, engine/ and
 * workers/. Every address is relative to that file.
 */
declare const buildInfo: Readonly<{
  /** Offcut's version. */
  version: string;
  /** Where its source is, an address; empty if the build was not told. */
  source: string;
  /** Pyodide's version. */
  python: string;
  /** Folder of Pyodide, its wheels and ONNX Runtime; ends with a slash. */
  runtime: string;
  /** Name of libheif's module in there; empty if this site has none. */
  libheif: string;
  /** The service worker's script. */
  serviceWorker: string;
  /** Offcut's Python. */
  wheel: string;
  /** The list of models. */
  models: string;
  /** Its SHA-256, hexadecimal. */
  modelsSha256: string;
  /** Before each further attempt to fetch a part of a model, seconds. */
  pauses: readonly number[];
  /** The longest time to wait for the next byte of a part, seconds. */
  stalled: number;
  /** By how much less patience there is with workers that keep silent: 1, in tests more. */
  haste: number;
  /** The list of sample pictures. */
  samples: string;
  /** Subresource Integrity of what the workers load, by URL. */
  integrity: Readonly<Record<string, string>>;
  /** Subresource Integrity of the page's messages, by language. */
  messages: Readonly<Record<string, string>>;
}>;
export default buildInfo;
