import type { Intent } from '@/lib/chat/outbox';

/** What tabs of one outbox tell each other. */
export type TabMessage = { kind: 'changed' } | { kind: 'done'; intent: Intent; value: unknown };

type TabOptions = {
  /** Whether somebody looks at this tab. */
  isSeen: () => boolean;
  /** This tab sends from now on. */
  onLead: () => void;
  onMessage: (message: TabMessage) => void;
};

/** The tabs of one outbox: the one last looked at sends, and is replaced when it dies; all hear of what changes. */
export class OutboxTabs {
  readonly #name: string;
  readonly #options: TabOptions;
  #channel: BroadcastChannel | null = null;
  #release: (() => void) | null = null;
  #request: AbortController | null = null;

  constructor(name: string, options: TabOptions) {
    this.#name = name;
    this.#options = options;
  }

  get isLeading(): boolean {
    return this.#release !== null;
  }

  start(): () => void {
    const channel = new BroadcastChannel(this.#name);
    channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) =>
      this.#options.onMessage(data),
    );
    this.#channel = channel;
    this.lead();
    return () => {
      channel.close();
      this.#channel = null;
      const [request, release] = [this.#request, this.#release];
      this.#request = null;
      this.#release = null;
      request?.abort();
      release?.();
    };
  }

  tell(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  /** Takes the lead when somebody looks at this tab, since phones put hidden ones to sleep with all they hold; else waits for it. */
  lead(): void {
    if (!this.#channel || this.isLeading) return;
    // Browsers keep locks from pages that came over plain http from another machine: there each tab sends. Keys make it once.
    if (!('locks' in navigator)) this.#begin(() => undefined);
    else if (this.#options.isSeen()) this.#ask('now');
    else if (!this.#request) this.#ask('in line');
  }

  #ask(how: 'now' | 'in line'): void {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    const hold = () => {
      if (this.#request !== request) return undefined;
      return new Promise<void>((resolve) => {
        this.#begin(resolve);
      });
    };
    const options = how === 'now' ? { steal: true } : { signal: request.signal };
    void navigator.locks.request(this.#name, options, hold).catch(() => {
      if (this.#request !== request) return;
      // Another tab is looked at now: this one waits for that one's end.
      this.#release = null;
      this.#ask('in line');
    });
  }

  #begin(release: () => void): void {
    this.#release = release;
    this.#options.onLead();
  }
}
