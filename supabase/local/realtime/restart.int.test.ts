import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';

import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { createKeys } from '../keys.ts';
import { startPostgres } from '../postgres/start-postgres.ts';
import type { RunningPostgres } from '../postgres/start-postgres.ts';
import { applySchema } from '../schema/apply-schema.ts';
import { connect, join, numbersIn } from './testing/test-client.ts';
import { startTestStack } from './testing/test-stack.ts';
import type { TestStack } from './testing/test-stack.ts';
import { turnUntil } from './testing/turn-until.ts';

const { passwords } = createKeys();
let dataDir: string;
let postgres: RunningPostgres;
let stack: TestStack;

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), 'parley-realtime-'));
  postgres = await startPostgres({ dataDir, passwords, fsync: false });
  await applySchema(postgres.adminUrl);
  stack = await startTestStack(postgres.adminUrl);
});
afterAll(async () => {
  await stack.stop();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const send = (n: number): Promise<unknown> =>
  stack.pool.query("select realtime.send(jsonb_build_object('n', $1::int), 'n', 'news')", [n]);

async function restStatus(query: string): Promise<[number, unknown]> {
  const answer = await fetch(`${stack.httpUrl}/api/broadcast/news/events/e${query}`, {
    method: 'POST',
    headers: { apikey: stack.keys.secretKey, 'content-type': 'application/json' },
    body: '{}',
  });
  return [answer.status, await answer.json()];
}

test('sockets outlive a killed Postgres: refused while it is away, served again when it is back', async () => {
  const client = await connect(stack, { apiKey: stack.keys.secretKey });
  const ann = await join(client, 'news', { private: true });
  const open = await join(client, 'open', { broadcast: { self: true, ack: true } });
  await send(1);
  await ann.broadcasts.untilCount(1);

  process.kill(postgres.pid, 'SIGKILL');
  await postgres.exited;
  await turnUntil(() => !stack.realtime.status().streaming);
  // The server is dead at once; the processes that it had for its clients notice in their own time.
  await vi.waitFor(
    async () => await expect(stack.pool.query('select')).rejects.toThrow(/ECONN|terminat|crash/),
    10_000,
  );
  await expect(join(client, 'other', { private: true })).rejects.toThrow('UnableToConnectToProject');
  expect(await restStatus('?private=true')).toEqual([422, { message: 'Tenant database unavailable' }]);
  expect(stack.realtime.status()).toMatchObject({ connections: 1 });

  // A public channel does not need the database.
  expect(await open.channel.send({ type: 'broadcast', event: 'still here', payload: {} })).toBe('ok');
  await open.broadcasts.until(({ event }) => event === 'still here');
  expect(await open.channel.track({ name: 'ann' })).toBe('ok');

  postgres = await startPostgres({ dataDir, passwords, port: postgres.port, fsync: false });
  await stack.realtime.ready();
  await send(2);
  await ann.broadcasts.untilCount(2);
  expect(numbersIn(ann.broadcasts.items)).toEqual([1, 2]);
  await client.disconnect();
});

test('a fast shutdown of Postgres is not held up by the stream', async () => {
  await send(3);
  const started = performance.now();
  await postgres.stop();
  expect(performance.now() - started).toBeLessThan(3_000);
});
