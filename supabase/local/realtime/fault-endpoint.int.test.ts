import { afterEach, beforeEach, expect, test } from 'vitest';

import { createGateway, type Gateway } from '../gateway/create-gateway.ts';
import { createFaultEndpoint } from './fault-endpoint.ts';
import { join } from './testing/test-client.ts';
import { useStack } from './testing/use-stack.ts';

const prefix = '/faults/realtime';
const tests = useStack();
let gateway: Gateway;

beforeEach(async () => {
  const { keys, realtime } = tests.stack();
  gateway = await createGateway({ port: 0, keys, log: () => undefined });
  const service = createFaultEndpoint(prefix, realtime, keys);
  gateway.mount({ prefix, service, access: 'private', maxBodyBytes: 1_000 });
});
afterEach(async () => {
  await gateway.stop();
});

async function ask(
  method: string,
  path = '',
  body?: unknown,
  key = tests.stack().keys.secretKey,
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${gateway.url}${prefix}${path}`, {
    method,
    headers: { apikey: key },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

test('switches are changed one by one, read and reset', async () => {
  await ask('PATCH', '', { presenceDelayMs: 200 });
  expect(await ask('PATCH', '', { refuseJoinsOf: 'room' })).toMatchObject({
    status: 200,
    body: { stream: 'flowing', presenceDelayMs: 200, refuseJoinsOf: 'room' },
  });
  expect(await ask('GET')).toMatchObject({ body: { presenceDelayMs: 200, connections: 0 } });
  expect((await ask('DELETE')).body).toMatchObject({ presenceDelayMs: 0, refuseJoinsOf: null });
});

test('sockets are dropped, and the stream is cut', async () => {
  await join(await tests.client(), 'room');
  await join(await tests.client(), 'hall');
  expect((await ask('POST', '/drop-sockets', { topic: 'room' })).body).toEqual({ dropped: 1 });
  expect((await ask('POST', '/kill-stream')).status).toBe(200);
  await tests.stack().realtime.ready();
});

test('nobody without the secret key is answered, and nonsense changes nothing', async () => {
  const { publishableKey } = tests.stack().keys;
  expect((await ask('DELETE', '', undefined, publishableKey)).status).toBe(401);
  expect((await ask('PATCH', '', { stream: 'backwards' })).status).toBe(400);
  expect((await ask('PATCH', '', { unknown: 1 })).status).toBe(400);
  expect((await ask('PUT')).status).toBe(404);
  expect(tests.stack().realtime.faults.settings.stream).toBe('flowing');
});
