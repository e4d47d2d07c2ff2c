import { expect, test } from 'vitest';

import { join } from './testing/test-client.ts';
import { useStack } from './testing/use-stack.ts';

const tests = useStack();

test('a broadcast reaches the others on the topic and, by default, not its sender', async () => {
  const ann = await join(await tests.client(), 'room');
  const bo = await join(await tests.client(), 'room');
  await ann.channel.send({ type: 'broadcast', event: 'hello', payload: { n: 1 } });
  await bo.broadcasts.until(({ event }) => event === 'hello');
  await bo.channel.send({ type: 'broadcast', event: 'answer', payload: { n: 2 } });
  await ann.broadcasts.until(({ event }) => event === 'answer');
  expect(ann.broadcasts.items.map(({ event }) => event)).toEqual(['answer']);
  expect(bo.broadcasts.items).toMatchObject([{ event: 'hello', payload: { n: 1 } }]);
});

test('self hears itself, ack means taken', async () => {
  const ann = await join(await tests.client(), 'echo', { broadcast: { self: true, ack: true } });
  expect(await ann.channel.send({ type: 'broadcast', event: 'hello', payload: {} })).toBe('ok');
  await ann.broadcasts.until(({ event }) => event === 'hello');
});

test('clients of both protocol versions talk, and binary payloads pass v1 by', async () => {
  const first = await join(await tests.client({ vsn: '1.0.0' }), 'mixed', { broadcast: { ack: true } });
  const second = await join(await tests.client({ vsn: '2.0.0' }), 'mixed');
  const third = await join(await tests.client({ vsn: '2.0.0' }), 'mixed');
  await first.channel.send({ type: 'broadcast', event: 'from v1', payload: { text: 'grüße 👋' } });
  await second.broadcasts.until(({ event }) => event === 'from v1');
  const bytes = new Uint8Array([0, 1, 254, 255]).buffer;
  await second.channel.send({ type: 'broadcast', event: 'bytes', payload: bytes });
  await second.channel.send({ type: 'broadcast', event: 'from v2', payload: { text: 'grüße 👋' } });
  await Promise.all(
    [first, third].map(({ broadcasts }) => broadcasts.until(({ event }) => event === 'from v2')),
  );
  expect(first.broadcasts.items).toMatchObject([{ event: 'from v2', payload: { text: 'grüße 👋' } }]);
  expect(third.broadcasts.items.map(({ event }) => event)).toEqual(['from v1', 'bytes', 'from v2']);
  const received = third.broadcasts.items[1]?.payload;
  expect(received instanceof ArrayBuffer && [...new Uint8Array(received)]).toEqual([0, 1, 254, 255]);
});

test('messages of one sender arrive in order', async () => {
  const ann = await join(await tests.client(), 'order');
  const bo = await join(await tests.client(), 'order');
  for (let n = 0; n < 500; n += 1) void ann.channel.send({ type: 'broadcast', event: 'n', payload: { n } });
  await bo.broadcasts.untilCount(500);
  expect(bo.broadcasts.items.map(({ payload }) => payload)).toEqual(
    Array.from({ length: 500 }, (_, n) => ({ n })),
  );
});

test('a payload over the limit is refused to who wants an ack, and nobody hears it', async () => {
  const ann = await join(await tests.client(), 'large', { broadcast: { ack: true, self: true } });
  const large = 'x'.repeat(3_001_000);
  expect(await ann.channel.send({ type: 'broadcast', event: 'large', payload: { large } })).toBe('error');
  expect(await ann.channel.send({ type: 'broadcast', event: 'small', payload: {} })).toBe('ok');
  await ann.broadcasts.until(({ event }) => event === 'small');
  expect(ann.broadcasts.items).toHaveLength(1);
});

test('REST broadcasts one message and batches', async () => {
  const ann = await join(await tests.client(), 'rest');
  const sender = (await tests.client()).channel('rest');
  await expect(sender.httpSend('single', { n: 1 })).resolves.toEqual({ success: true });
  await expect(sender.httpSend('bytes', new Uint8Array([7]))).resolves.toEqual({ success: true });
  const messages = [1, 2].map((n) => ({ topic: 'rest', event: 'batch', payload: { n }, private: false }));
  const answer = await post({ messages });
  expect(answer.status).toBe(202);
  const heard = await ann.broadcasts.untilCount(4);
  expect(heard.map(({ event }) => event)).toEqual(['single', 'bytes', 'batch', 'batch']);
});

test('REST refuses strangers and nonsense; refused private messages answer 202 in a batch, 403 alone', async () => {
  const message = { topic: 'rest', event: 'e', payload: {} };
  expect((await post({ messages: [message] }, 'sb_publishable_wrong')).status).toBe(401);
  expect((await post({ messages: [{ ...message, payload: 'text' }] })).status).toBe(422);
  expect((await post({ messages: 'none' })).status).toBe(422);
  expect((await post({ messages: [{ ...message, private: true }] })).status).toBe(202);
  const sender = (await tests.client()).channel('rest', { config: { private: true } });
  await expect(sender.httpSend('single', { n: 1 })).rejects.toThrow('Unauthorized');
});

test('ping tells that it is up, openapi the version', async () => {
  const ping = await fetch(`${tests.stack().httpUrl}/api/ping`);
  expect(await ping.json()).toMatchObject({ message: 'Success' });
  const spec: unknown = await (await fetch(`${tests.stack().httpUrl}/api/openapi`)).json();
  expect(spec).toMatchObject({ info: { version: expect.stringMatching(/^\d+\.\d+\.\d+/) } });
});

function post(body: unknown, apikey = tests.stack().keys.publishableKey): Promise<Response> {
  return fetch(`${tests.stack().httpUrl}/api/broadcast`, {
    method: 'POST',
    headers: { apikey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
