import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';

import { TestClock } from '../testing/test-clock.ts';
import { RawSocket } from './testing/raw-socket.ts';
import { runs } from './testing/runs.ts';
import { openUpgraded, untilClosed } from './testing/tcp-client.ts';
import { turnUntil } from './testing/turn-until.ts';
import { useStack } from './testing/use-stack.ts';

const clock = new TestClock();
const tests = useStack({ clock, profile: 'relaxed' });
const opened: RawSocket[] = [];
afterAll(() => {
  for (const { socket } of opened) socket.terminate();
});

const perSocket = 500;
const joined = 'realtime:room';
const events = ['phx_join', 'phx_leave', 'broadcast', 'presence', 'access_token', 'heartbeat'];
const event = fc.oneof(fc.string(), fc.constantFrom(...events));
const topic = fc.oneof(
  fc.string(),
  fc.constantFrom(joined, 'realtime:', 'phoenix', 'realtime:__proto__', 'realtime:constructor'),
);
/** Payloads of the right shape reach further into the server than anything made up. */
const flag = fc.oneof(fc.boolean(), fc.jsonValue());
const likely = fc.oneof(
  fc.record({ event: fc.constantFrom('track', 'untrack', 'TRACK', ''), payload: fc.jsonValue() }),
  fc.record({ type: fc.string(), event: fc.string(), payload: fc.jsonValue() }),
  fc.record({ access_token: fc.oneof(fc.string(), fc.jsonValue()) }),
  fc.record({
    config: fc.record({
      private: flag,
      broadcast: fc.record({
        self: flag,
        ack: flag,
        replay: fc.oneof(fc.jsonValue(), fc.record({ since: fc.jsonValue(), limit: fc.jsonValue() })),
      }),
      presence: fc.record({ key: fc.jsonValue(), enabled: flag }),
      postgres_changes: fc.jsonValue(),
    }),
  }),
);
const payload = fc.oneof(fc.jsonValue(), likely);
const second = fc.tuple(fc.jsonValue(), fc.jsonValue(), topic, event, payload);
const first = fc.record({
  topic,
  event,
  payload,
  ref: fc.jsonValue(),
  join_ref: fc.jsonValue(),
});
/** A client's binary broadcast whose lengths need not be true. */
const binary = fc
  .tuple(fc.array(fc.nat(255), { minLength: 6, maxLength: 6 }), fc.uint8Array({ maxLength: 300 }))
  .map(([header, body]) => new Uint8Array([3, ...header, ...body]));
const frame = fc.oneof(
  second.map((parts) => JSON.stringify(parts)),
  first.map((parts) => JSON.stringify(parts)),
  fc.string(),
  fc.uint8Array(),
  binary,
);

async function open(): Promise<RawSocket> {
  const socket = new RawSocket(tests.stack());
  opened.push(socket);
  await socket.open();
  socket.push(joined, 'phx_join', { config: { presence: { enabled: true } } }, '1', '1');
  await socket.reply('1');
  return socket;
}

/** Every refused join waits five seconds of the server's clock; the fence passes when all is dealt with. */
async function untilAnswered(socket: RawSocket): Promise<void> {
  socket.push('phoenix', 'heartbeat', {}, 'last');
  const answered = (): boolean => socket.frames.items.some(([, ref]) => ref === 'last');
  const gone = (): boolean => socket.socket.readyState === socket.socket.CLOSED;
  await turnUntil(
    () => answered() || gone(),
    () => clock.advance(1),
  );
}

test(
  'no frame breaks the server or another’s socket, and each is dealt with',
  async () => {
    const victim = await open();
    for (let left = runs(3_000, 50_000); left > 0; left -= perSocket) {
      const socket = await open();
      for (const data of fc.sample(frame, perSocket)) socket.socket.send(data);
      await untilAnswered(socket);
      socket.socket.terminate();
      await victim.heartbeat(`beat ${left}`);
    }
    await turnUntil(() => tests.stack().realtime.status().connections === 1);
    expect(tests.stack().logged.filter((line) => /crashed|broke its connection/.test(line))).toEqual([]);
  },
  runs(60_000, 600_000),
);

test('JSON nested 200,000 deep is survived', async () => {
  const socket = await open();
  const deep = `[null,"x","${joined}","broadcast",${'['.repeat(200_000)}${']'.repeat(200_000)}]`;
  socket.socket.send(deep);
  socket.socket.send(deep.replace('[[', '{"a":[').replace(']]', ']}'));
  await untilAnswered(socket);
  expect(tests.stack().realtime.status().connections).toBeGreaterThan(0);
});

test('bytes that are no WebSocket frames cost the sender the connection, nobody else', async () => {
  const victim = await open();
  const garbage = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 200 }), runs(100, 300));
  for (const bytes of garbage) {
    const socket = await openUpgraded(tests.stack());
    // An unmasked frame is an error whatever else it holds.
    socket.end(Buffer.concat([Buffer.from([0x81, 0x01]), bytes]));
    await untilClosed(socket);
    socket.destroy();
  }
  await victim.heartbeat('after');
  const { streaming } = tests.stack().realtime.status();
  expect(streaming).toBe(true);
});
