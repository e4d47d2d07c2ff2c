type Holder = { ending: AbortController; ended: Promise<void> };

/**
 * One request at a time for each upload. Whoever comes asks the one before to end: after a lost connection that one may
 * wait for bytes that never come, while the client already resumes.
 */
export class UploadLocks {
  readonly #holders = new Map<string, Holder>();

  async run<T>(version: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    let holder = this.#holders.get(version);
    while (holder !== undefined) {
      holder.ending.abort();
      await holder.ended;
      holder = this.#holders.get(version);
    }
    const ending = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#holders.set(version, { ending, ended: promise });
    try {
      return await work(ending.signal);
    } finally {
      this.#holders.delete(version);
      resolve();
    }
  }
}
