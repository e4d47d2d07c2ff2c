import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { message } from '@/lib/chat/schemas';

import { type Account, signIn } from './account';

export type Acknowledged = { id: string; body: string; seq: number };

const RENEW_MS = 5 * 60_000;
const CALM_PAUSE_MS = 400;
const RETRY_MS = 50;
const PATIENCE_MS = 5000;

/** Posts one message after the other, each under one id until the server has acknowledged it. */
export class CrashWriter {
  readonly acknowledged: Acknowledged[] = [];
  /** Answers that no crash explains. */
  readonly surprises: string[] = [];
  private signedInAt = Date.now();
  private running: Promise<void> | null = null;
  private hurry = false;
  private readonly target: { workspace: string; conversationId: string; url: () => string };
  private account: Account;

  constructor(account: Account, target: { workspace: string; conversationId: string; url: () => string }) {
    this.account = account;
    this.target = target;
  }

  start(): void {
    this.running = this.write();
  }

  /** Posts without pause until told otherwise, so that a kill hits in the middle. */
  setHurry(hurry: boolean): void {
    this.hurry = hurry;
  }

  /** Ends with the acknowledgement of the message that is under way. */
  async stop(): Promise<void> {
    const { running } = this;
    this.running = null;
    await running;
  }

  private async write(): Promise<void> {
    for (let n = 1; n === 1 || this.running !== null; n += 1) {
      const id = randomUUID();
      const body = `${this.account.name} ${n}`;
      const seq = await this.postUntilAcknowledged(id, body);
      this.acknowledged.push({ id, body, seq });
      await delay(this.hurry ? 0 : CALM_PAUSE_MS);
    }
  }

  private async postUntilAcknowledged(id: string, body: string): Promise<number> {
    for (;;) {
      const answer = await this.attempt(id, body).catch(() => RETRY_MS);
      if (typeof answer === 'object') return answer.seq;
      await delay(answer);
    }
  }

  /** @returns the place of the message, or after how many milliseconds to try again. */
  private async attempt(id: string, body: string): Promise<{ seq: number } | number> {
    const { workspace, conversationId, url } = this.target;
    if (Date.now() - this.signedInAt > RENEW_MS) {
      this.account = await signIn(this.account.place, this.account.name, this.account.email);
      this.signedInAt = Date.now();
    }
    const response = await fetch(`${url()}/api/v1/team-chat/messages`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.account.accessToken}`,
        'content-type': 'application/json',
        'parley-workspace': workspace,
      },
      body: JSON.stringify({ id, conversationId, body }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    if (response.status === 201) return { seq: message.parse(JSON.parse(text)).seq };
    if (response.status === 429) return Number(response.headers.get('retry-after') ?? 1) * 1000;
    if (response.status !== 503) this.surprises.push(`${response.status} ${text}`);
    return RETRY_MS;
  }
}
