import { afterEach, expect, test } from 'vitest';

import { join, numbersIn } from './testing/test-client.ts';
import type { Listener } from './testing/test-client.ts';
import { turnUntil } from './testing/turn-until.ts';
import { useStack } from './testing/use-stack.ts';

const tests = useStack({ delays: { replicationReadyMs: 100 } });
afterEach(() => tests.stack().realtime.faults.reset());

const faults = (): ReturnType<typeof tests.stack>['realtime']['faults'] => tests.stack().realtime.faults;
const send = (n: number, topic: string): Promise<unknown> =>
  tests
    .stack()
    .pool.query("select realtime.send(jsonb_build_object('n', $1::int), 'n', $2, false)", [n, topic]);
const listener = async (topic: string): Promise<Listener> =>
  join(await tests.client(), topic, { presence: { key: 'someone', enabled: true } });

test('a dropped socket hears nothing more; those of other topics stay', async () => {
  await listener('dropped');
  const other = await listener('kept');
  expect(faults().dropSockets('dropped')).toBe(1);
  await turnUntil(() => tests.stack().realtime.status().connections === 1);
  expect(await other.channel.untrack()).toBe('ok');
  expect(faults().dropSockets()).toBe(1);
});

test('a stalled stream delivers all of it, in order, once it flows again', async () => {
  const ann = await listener('stalled');
  faults().set({ stream: 'stalled' });
  for (const n of [1, 2, 3]) await send(n, 'stalled');
  await ann.channel.untrack();
  expect(ann.broadcasts.items).toEqual([]);
  faults().set({ stream: 'flowing' });
  expect(numbersIn(await ann.broadcasts.untilCount(3))).toEqual([1, 2, 3]);
});

test('what is committed while the stream is down is lost; then it comes back by itself', async () => {
  const ann = await listener('down');
  faults().set({ stream: 'down' });
  await turnUntil(() => !tests.stack().realtime.status().streaming);
  await send(1, 'down');
  expect(tests.stack().realtime.status().streaming).toBe(false);
  faults().set({ stream: 'flowing' });
  await tests.stack().realtime.ready();
  await send(2, 'down');
  expect(numbersIn(await ann.broadcasts.untilCount(1))).toEqual([2]);
});

test('a channel that asked for the stream is closed when that does not come in time', async () => {
  faults().set({ stream: 'down' });
  await turnUntil(() => !tests.stack().realtime.status().streaming);
  const ann = await join(await tests.client(), 'waiting', { broadcast: { replication_ready: true } });
  expect((await ann.system.until(() => true)).message).toBe(
    'Replication connection was not established in time',
  );
  await ann.statuses.until(({ status }) => status === 'CLOSED');
});

test('a killed stream is built up anew', async () => {
  const ann = await listener('killed');
  faults().killStream();
  await turnUntil(() => !tests.stack().realtime.status().streaming);
  await tests.stack().realtime.ready();
  await send(1, 'killed');
  expect(numbersIn(await ann.broadcasts.untilCount(1))).toEqual([1]);
});

test('joins are refused for the topics named, and let in again', async () => {
  faults().set({ refuseJoinsOf: 'private:' });
  await expect(join(await tests.client(), 'private:1')).rejects.toThrow('InitializingProjectConnection');
  await listener('public:1');
  faults().set({ refuseJoinsOf: '' });
  await expect(join(await tests.client(), 'public:1')).rejects.toThrow('InitializingProjectConnection');
  faults().reset();
  await join(await tests.client(), 'private:1');
});
