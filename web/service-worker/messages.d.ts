/** What the service worker tells pages. */

/** One request that it has seen or made. */
export interface Entry {
  /** No other entry has it. */
  id: string;
  /** Milliseconds since 1970, by a clock that may be set back. */
  at: number;
  /** Empty if that is not known. */
  method: string;
  /** Where the answer came from, which is where the request was sent unless it was redirected. */
  url: string;
  /** What asked: script, worker, image, ..., empty for fetch; `service worker` for itself. */
  by: string;
  from: 'network' | 'device' | 'refused' | 'failed';
  /** Of the body; -1 if the server does not say. */
  bytes: number;
}

export interface State {
  release: string;
  /** How many files the release has. */
  files: number;
  /** How many of them are not on this device. */
  missing: number;
  /** Of those that are. */
  bytes: number;
  /** False once there was no room to keep one. */
  room: boolean;
  /** False if what is on this device can't be read: site data are blocked, or the disk fails. */
  readable: boolean;
  /** Whether the user forbids every request to the network. */
  offlineOnly: boolean;
}
