/**
 * What Python and the inference worker say to each other. Python's side is
 * py_src/offcut/browser/messages/inference.py; a test holds the two together.
 */

// To the inference worker, from Python

/** Say when ONNX Runtime has started. */
export interface Report {
  kind: 'report';
}

/** A file of a model as ONNX Runtime reads it. */
export interface UnpackedFile {
  /** As the graph refers to it. */
  name: string;
  /** Where it is kept in Cache Storage. */
  url: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** Make the session of the files that are kept unpacked; answer with `Taken`. */
export interface Take {
  kind: 'take';
  /** The name in Cache Storage. */
  cache: string;
  /** The graph first. */
  files: UnpackedFile[];
}

/** Make room for a file of the model. */
export interface NewFile {
  kind: 'file';
  /** As the graph refers to it. */
  name: string;
  bytes: number;
}

/** A piece of that file. */
export interface Piece {
  kind: 'piece';
  /** The file's name. */
  file: string;
  /** Where in the file it belongs, bytes. */
  offset: number;
  data: Uint8Array;
}

/**
 * Make the session; the files are there. Those that were to be taken, and were not kept, are kept
 * now.
 */
export interface Load {
  kind: 'load';
  /** The name of the file with the graph. */
  graph: string;
}

export interface Run {
  kind: 'run';
  tensor: Float32Array;
  /** [1, 3, height, width] */
  shape: number[];
}

export type ToInference = Report | Take | NewFile | Piece | Load | Run;

// From the Python worker's JavaScript, before Python is there

export interface Start {
  kind: 'start';
  /** The URL of the folder of ONNX Runtime's files. */
  runtime: string;
  /** 0: as many as there are. */
  mostThreads: number;
}

/** As `Take`, which will come: begin with it, and answer nothing yet. */
export interface Expect {
  kind: 'expect';
  cache: string;
  files: UnpackedFile[];
}

// To Python

export interface Started {
  kind: 'started';
  threads: number;
}

/** Whether all files were kept, and sound: then the session is on its way. */
export interface Taken {
  kind: 'taken';
  whole: boolean;
}

/** The session is there. */
export interface Loaded {
  kind: 'loaded';
}

export interface Mask {
  kind: 'mask';
  /** 0 to 1. */
  mask: Float32Array;
  /** [1, 1, height, width] */
  shape: number[];
}

export interface WorkerFailure {
  kind: 'failure';
  /** What ONNX Runtime says of that, or the bare number that C++ threw. */
  reason: string | number;
}

export type FromInference = Started | Taken | Loaded | Mask | WorkerFailure;
