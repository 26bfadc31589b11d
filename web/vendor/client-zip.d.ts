/** What is used of the npm package client-zip, whose module the build puts here. */

/** One file of an archive. */
export interface Entry {
  /** Slashes separate folders. */
  name: string;
  input: AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** Between 1980 and 2107; now if there is none. */
  lastModified?: Date;
}

/** A ZIP archive, not compressed, read from its entries only as fast as it is read itself. */
export function makeZip(entries: Iterable<Entry>): ReadableStream<Uint8Array<ArrayBuffer>>;
