/** What the benchmark tells the process of the crowd. */
export type Order =
  /** Joins the topic, as a private one with a token, as a public one without. */
  | { order: 'join'; url: string; topic: string; token: string | null; sockets: number }
  /** Sockets of a bare server, without a protocol. */
  | { order: 'connect'; url: string; sockets: number }
  | { order: 'close' };

/** What that process answers. Times are by `monotonicMs`. */
export type Answer =
  /** All of them are in; `joinedMs` is what each waited from its request until its answer. */
  | { answer: 'ready'; joinedMs: number[] }
  | { answer: 'failed'; reason: string }
  /** Everybody has this message: the times at which each got it. */
  | { answer: 'heard'; id: string; atMs: number[] };
