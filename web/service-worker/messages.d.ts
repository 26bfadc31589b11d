/** What the service worker tells pages. */

/** One request that it has seen or made. */
export interface Entry {
  /** Milliseconds since 1970. */
  at: number;
  method: string;
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
  /** Whether the user forbids every request to the network. */
  offlineOnly: boolean;
}
