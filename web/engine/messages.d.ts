/**
 * What the page and Python say to each other, through the Python worker. Python's side is
 * py_src/offcut/browser/messages/page.py; a test holds the two together. A field with `?` may be
 * missing. This is a small part of TypeScript on purpose: interfaces, unions, one field a line.
 */
import type { Output, Point, Stroke } from './index.js';

// From the page

export interface CutOutRequest {
  kind: 'cut-out';
  /** The call's, for its answer: whole, from 1. */
  id: number;
  source: Blob | ImageData;
  /** What errors call the picture. */
  name: string;
  output: Output;
  /** A model's id; without, the default. */
  model?: string;
  /** From a call before: then the network needn't look. */
  mask?: Blob;
  strokes?: Stroke[];
  /** What was clicked at. */
  points?: Point[];
  /** Numbers of those that stay. */
  subjects?: 'all' | number[];
  /** For a preview, pixels of its longer side at most. */
  side?: number;
  /** The page's name for the picture: whole, from 1. */
  key?: number;
  /** Whether the picture is to stay decoded for the next call; needs a `key`. */
  keep?: boolean;
  /** Whether memory matters more than time. */
  small?: boolean;
  /** Of a TIFF with several, from 1; without, the largest. */
  page?: number;
}

/** A picture as it came; the fields are as in `CutOutRequest`. */
export interface OriginalRequest {
  kind: 'original';
  id: number;
  source: Blob | ImageData;
  name: string;
  side?: number;
  key?: number;
  keep?: boolean;
  page?: number;
}

/** Fetch a model, without an id the default, and make its session. */
export interface PreloadRequest {
  kind: 'preload';
  id: number;
  model?: string;
}

/** Give back the memory of the picture that is kept. */
export interface ClearRequest {
  kind: 'clear';
  id: number;
}

/** Give ONNX Runtime's memory back, unless it is at work. */
export interface RestRequest {
  kind: 'rest';
  id: number;
}

/** End the call with this id. */
export interface Cancel {
  kind: 'cancel';
  id: number;
}

/** Answer with `Alive`: then you are. */
export interface Ping {
  kind: 'ping';
}

export type Request = CutOutRequest | OriginalRequest | PreloadRequest | ClearRequest | RestRequest;
export type FromPage = Request | Cancel | Ping;

// To the page

/** What a person should know of a picture. */
export interface Note {
  /** The sentence's stable name. */
  code: string;
  /** What stands in the sentence, by name. */
  params: Record<string, string | number | string[]>;
  /** The sentence in English. */
  message: string;
}

/** A connected part of the mask. */
export interface Subject {
  /** In the original's pixels. */
  box: [left: number, upper: number, right: number, lower: number];
  /** Of the picture's area, 0 to 1. */
  share: number;
}

export interface CutOutAnswer {
  /** What was asked for. */
  file: Blob;
  /** As a grey picture; it has what points asked for, and all subjects. */
  mask: Blob;
  /** Whether there is a subject. */
  found: boolean;
  /** The original's, pixels. */
  width: number;
  /** The original's, pixels. */
  height: number;
  /** What `file` shows, in the original's pixels, maybe beyond them. */
  box: [left: number, upper: number, right: number, lower: number];
  /** What to say of the picture beside the result. */
  notes: Note[];
  /** All that the mask has, the largest first, chosen or not. */
  subjects: Subject[];
  /** How many the picture's file has; 1 if it is a still picture. */
  frames: number;
  /** How many of them `mask` has. */
  masks: number;
  /** 256 x 256, row by row: which of them each part of the picture is of, from 1; 0 for none.
   * Missing if the mask has several frames. */
  labels?: Uint8Array;
  /** A small copy of what `file` shows, as a PNG; neither a preview nor an animation has one. */
  thumbnail?: Blob;
}

export interface OriginalAnswer {
  /** Upright, as a PNG. */
  file: Blob;
  /** The original's, pixels. */
  width: number;
  /** The original's, pixels. */
  height: number;
}

/** What each kind of request is answered with. */
export type Answers = {
  'cut-out': CutOutAnswer;
  original: OriginalAnswer;
  preload: undefined;
  clear: undefined;
  rest: undefined;
};

export type Phase = 'load' | 'preprocess' | 'wait' | 'infer' | 'postprocess' | 'empty' | 'output';

export interface Progress {
  kind: 'progress';
  id: number;
  phase: Phase;
  /** Bytes for `load`, else 0 or 1. */
  loaded: number;
  /** Bytes for `load`, else 1. */
  total: number;
  /** Of an animation, all of whose frames are worked on: from 1. */
  frame?: number;
  /** How many it has. */
  frames?: number;
}

export interface Result {
  kind: 'result';
  id: number;
  /** Bytes of Python's, which never shrinks. */
  heap: number;
  value?: CutOutAnswer | OriginalAnswer;
}

export interface Error {
  /** Its stable name. */
  name: string;
  /** The sentence's stable name. */
  code: string;
  /** What stands in the sentence, by name. */
  params: Record<string, string | number | string[]>;
  /** The sentence in English. */
  message: string;
}

export interface Failure {
  kind: 'failure';
  id: number;
  error: Error;
}

/** Of ONNX Runtime. `resting`: ended to give its memory back; it is started when needed. */
export type State = 'loading' | 'ready' | 'resting';

export interface Status {
  kind: 'status';
  state: State;
  /** ONNX Runtime's; 0 until it was ready once. */
  threads: number;
  /** False once there was none to keep a model. */
  room: boolean;
  /** Whose session there is. */
  model?: string;
  /** Why ONNX Runtime can't run. */
  failure?: Error;
}

/** A call has taken so much in hand; it may be said more than once, and counts together. */
export interface Size {
  kind: 'size';
  id: number;
  pixels: number;
}

/** A sign of life: the page takes a worker that keeps silent for lost. */
export interface Alive {
  kind: 'alive';
}

export type ToPage = Progress | Result | Failure | Status | Size | Alive;

// To the page, from the Python worker's JavaScript

/** Python has started. */
export interface Ready {
  kind: 'ready';
}

/** Python could not start. */
export interface Stopped {
  kind: 'stopped';
  reason: string;
  forbidden: Forbidden | null;
}

/** What the page's Content-Security-Policy would have to allow, and by which directive. */
export interface Forbidden {
  directive: string;
  sources: string;
}

export type FromWorker = ToPage | Ready | Stopped;

// For whoever asks

/** A request that has no id yet. */
export type Asked<K extends keyof Answers = keyof Answers> = K extends unknown
  ? Omit<Extract<Request, { kind: K }>, 'id'>
  : never;
