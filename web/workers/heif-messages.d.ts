/** What the Python worker and the one that decodes HEIC say to each other. */

// To that worker

/** Decode the picture in a file; there is one for each worker. */
export interface Decode {
  /** The address of libheif's module. */
  libheif: string;
  data: Uint8Array;
}

// From that worker

/** Libheif is here. */
export interface Started {
  kind: 'started';
}

export interface Pixels {
  kind: 'pixels';
  width: number;
  height: number;
  /** RGBA, straight alpha, line by line. */
  pixels: Uint8Array;
}

export interface Refusal {
  kind: 'refusal';
  /** Libheif's number of the kind of error. */
  code: number;
}

/** It went wrong outside of libheif. */
export interface Fault {
  kind: 'fault';
  reason: string;
}

export type FromHeif = Started | Pixels | Refusal | Fault;
