import type { RealtimeClient } from '@supabase/realtime-js';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { startTestPostgres } from '../template.ts';
import type { TestDatabase, TestPostgres } from '../template.ts';
import { connect, join } from './testing/test-client.ts';
import { startTestStack } from './testing/test-stack.ts';
import type { TestStack } from './testing/test-stack.ts';

let postgres: TestPostgres;
let database: TestDatabase;
let stack: TestStack;
const clients: RealtimeClient[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.clone();
  stack = await startTestStack(database.adminUrl);
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.disconnect()));
});
afterAll(async () => {
  await stack.stop();
  await database.drop();
  await postgres.stop();
});

async function client(options: Parameters<typeof connect>[1] = {}): Promise<RealtimeClient> {
  const connected = await connect(stack, options);
  clients.push(connected);
  return connected;
}

test('a broadcast reaches the others on the topic and, by default, not its sender', async () => {
  const ann = await join(await client(), 'room');
  const bo = await join(await client(), 'room');
  await ann.channel.send({ type: 'broadcast', event: 'hello', payload: { n: 1 } });
  await bo.channel.send({ type: 'broadcast', event: 'answer', payload: { n: 2 } });
  await ann.broadcasts.until(({ event }) => event === 'answer');
  expect(ann.broadcasts.items.map(({ event }) => event)).toEqual(['answer']);
  expect(bo.broadcasts.items).toMatchObject([{ event: 'hello', payload: { n: 1 } }]);
});
