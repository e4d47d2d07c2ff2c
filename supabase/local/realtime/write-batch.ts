import type { Duplex } from 'node:stream';

/** Gathers what is written to a socket within one turn of the event loop into one system call. */
export class WriteBatch {
  #corked = new Set<Duplex>();

  write(stream: Duplex, frame: Buffer): void {
    if (!this.#corked.has(stream)) {
      if (this.#corked.size === 0) process.nextTick(() => this.#flush());
      this.#corked.add(stream);
      stream.cork();
    }
    stream.write(frame);
  }

  #flush(): void {
    const corked = this.#corked;
    this.#corked = new Set();
    for (const stream of corked) stream.uncork();
  }
}
