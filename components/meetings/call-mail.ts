import type { SignalBatch } from '@/lib/meetings/schemas';
import { hasGap, hearNumber, openInbox, takeBatches, type SignalInbox } from '@/lib/meetings/signal-inbox';

/** What is missing is often on its way. */
const GAP_MS = 150;
/** Of senders who are not known, no more is kept. */
const MAX_HELD = 100;

type MailHost = {
  /** What was sent after a number; null when it cannot be had now. */
  read: (after: number) => Promise<readonly SignalBatch[] | null>;
  /** False: the sender is not known yet. */
  take: (batch: SignalBatch) => boolean;
  onStranger: () => void;
};

/** The signals to one's seat: in order, each once, gaps asked for, kept until their sender is known. */
export class CallMail {
  readonly #host: MailHost;
  #inbox: SignalInbox;
  #held: readonly SignalBatch[] = [];
  #isFilling = false;
  #isOver = false;

  constructor(lastSignal: number, host: MailHost) {
    this.#inbox = openInbox(lastSignal);
    this.#host = host;
  }

  receive(batches: readonly SignalBatch[]): void {
    if (this.#isOver) return;
    const [inbox, ready] = takeBatches(this.#inbox, batches);
    this.#inbox = inbox;
    const strangers = ready.filter((batch) => !this.#take(batch));
    if (strangers.length > 0) {
      this.#held = [...this.#held, ...strangers].slice(-MAX_HELD);
      this.#host.onStranger();
    }
    if (hasGap(this.#inbox)) void this.#fill();
  }

  /** The server says that batches up to this number exist. */
  hear(number: number): void {
    this.#inbox = hearNumber(this.#inbox, number);
    if (hasGap(this.#inbox)) void this.#fill();
  }

  /** Who is in the call is known anew. */
  retry(): void {
    this.#held = this.#held.filter((batch) => !this.#take(batch));
  }

  end(): void {
    this.#isOver = true;
  }

  /** A batch that cannot be taken is lost alone: those after it are of other senders. */
  #take(batch: SignalBatch): boolean {
    try {
      return this.#host.take(batch);
    } catch (error) {
      reportError(error);
      return true;
    }
  }

  async #fill(): Promise<void> {
    if (this.#isFilling) return;
    this.#isFilling = true;
    try {
      await new Promise((resolve) => {
        setTimeout(resolve, GAP_MS);
      });
      await this.#askForGaps();
    } catch (error) {
      reportError(error);
    } finally {
      this.#isFilling = false;
    }
  }

  async #askForGaps(): Promise<void> {
    while (hasGap(this.#inbox) && !this.#isOver) {
      const { taken, heard } = this.#inbox;
      const batches = await this.#host.read(taken);
      // The next sign of life asks again.
      if (!batches) break;
      // What the server does not have any more never comes: it belonged to a page that is gone.
      const first = Math.min(heard + 1, ...batches.map(({ number }) => number));
      if (first > this.#inbox.taken + 1) this.#inbox = { ...this.#inbox, taken: first - 1 };
      this.receive(batches);
      this.receive([]);
    }
  }
}
