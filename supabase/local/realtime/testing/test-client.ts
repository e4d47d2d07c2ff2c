import { RealtimeClient } from '@supabase/realtime-js';
import type { RealtimeChannel, RealtimeChannelOptions } from '@supabase/realtime-js';

import { isRecord } from '../message.ts';
import type { TestStack } from './test-stack.ts';

export type Heard = { event: string; payload: unknown; meta?: { id?: string; replayed?: boolean } };

/** Collects what arrives and lets a test wait for it. */
export class Inbox<T> {
  readonly items: T[] = [];
  readonly #waiting = new Set<() => void>();

  add(item: T): void {
    this.items.push(item);
    for (const check of this.#waiting) check();
  }

  /** The first item that fits, already here or to come. */
  until(fits: (item: T) => boolean): Promise<T> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = this.items.find((item) => fits(item));
        if (found === undefined) return;
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }

  async untilCount(count: number): Promise<T[]> {
    await this.until(() => this.items.length >= count);
    return this.items;
  }
}

export type Listener = {
  channel: RealtimeChannel;
  broadcasts: Inbox<Heard>;
  system: Inbox<{ status: string; message: string }>;
  statuses: Inbox<{ status: string; message: string }>;
};

/** The upstream client, signed in with `token`, or with the publishable key alone. */
export async function connect(
  stack: TestStack,
  options: { token?: string; vsn?: '1.0.0' | '2.0.0'; apiKey?: string } = {},
): Promise<RealtimeClient> {
  const client = new RealtimeClient(stack.socketUrl, {
    params: { apikey: options.apiKey ?? stack.keys.publishableKey },
    vsn: options.vsn ?? '2.0.0',
  });
  if (options.token !== undefined) await client.setAuth(options.token);
  return client;
}

/** Subscribes and keeps what is heard; does not wait for the join. */
export function listen(
  client: RealtimeClient,
  topic: string,
  config: RealtimeChannelOptions['config'] = {},
): Listener {
  const channel = client.channel(topic, { config });
  const broadcasts = new Inbox<Heard>();
  const system = new Inbox<{ status: string; message: string }>();
  const statuses = new Inbox<{ status: string; message: string }>();
  channel.on('broadcast', { event: '*' }, (message: Heard) => broadcasts.add(message));
  channel.on('system', {}, (message: { status: string; message: string }) => system.add(message));
  channel.subscribe((status, error) => statuses.add({ status, message: error?.message ?? '' }));
  return { channel, broadcasts, system, statuses };
}

/** Subscribes and returns once joined. @throws Error with the refusal */
export async function join(
  client: RealtimeClient,
  topic: string,
  config: RealtimeChannelOptions['config'] = {},
): Promise<Listener> {
  const listener = listen(client, topic, config);
  const { status, message } = await listener.statuses.until(() => true);
  if (status !== 'SUBSCRIBED') throw new Error(`${status}: ${message}`);
  return listener;
}

/** The `n` of each payload. */
export function numbersIn(heard: readonly Heard[]): unknown[] {
  return heard.map(({ payload }) => (isRecord(payload) ? payload['n'] : null));
}
