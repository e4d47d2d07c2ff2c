/** What the benchmark tells the process of its listeners. */
export type Order =
  | { order: 'join'; url: string; topic: string; tokens: string[] }
  /** Sockets of a bare server, without a protocol. */
  | { order: 'connect'; url: string; sockets: number }
  | { order: 'close' };

/** What that process answers. Times are by `monotonicMs`. */
export type Answer =
  | { answer: 'ready' }
  | { answer: 'failed'; reason: string }
  /** All sockets have this message; the last one got it at this time. */
  | { answer: 'heard'; id: string; atMs: number };
