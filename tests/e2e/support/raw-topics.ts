import type { Page } from '@playwright/test';

import type { Place } from './place';

export type TopicProbe = {
  /** What the service answered to each attempt to join: `ok`, `error`, or nothing yet. */
  joined: () => Promise<Record<string, string>>;
  /** Every frame that came, as text. */
  heard: () => Promise<string>;
};

/**
 * Tries to join topics from a page, with the page's own token, over bare websockets, one for each: as somebody would who
 * knows the protocol (Phoenix channels, version 1.0.0) and every name.
 */
export async function probeTopics(page: Page, place: Place, topics: readonly string[]): Promise<TopicProbe> {
  const address = `${place.supabaseUrl.replace('http', 'ws')}/realtime/v1/websocket?apikey=${place.publishableKey}&vsn=1.0.0`;
  const handle = await page.evaluateHandle(
    async ({ url, names }) => {
      const answer = await fetch('/api/v1/realtime/token', { method: 'POST' });
      const { token }: { token: string } = await answer.json();
      const frames: { name: string; text: string }[] = [];
      for (const name of names) {
        const socket = new WebSocket(url);
        const config = { private: true, broadcast: { self: true, ack: false }, presence: { key: '' } };
        const payload = { config, access_token: token };
        const frame = { topic: `realtime:${name}`, event: 'phx_join', ref: '1', join_ref: '1', payload };
        socket.addEventListener('open', () => socket.send(JSON.stringify(frame)));
        socket.addEventListener('message', ({ data }) => frames.push({ name, text: String(data) }));
      }
      return frames;
    },
    { url: address, names: topics },
  );
  const read = async () => await handle.evaluate((frames) => [...frames]);
  return {
    joined: async () => {
      const answers = (await read()).filter(({ text }) => text.includes('"phx_reply"'));
      return Object.fromEntries(
        answers.map(({ name, text }) => [name, /"status":"(\w+)"/.exec(text)?.[1] ?? text]),
      );
    },
    heard: async () => (await read()).map(({ text }) => text).join('\n'),
  };
}
