import { describe, expect, test } from 'vitest';

import { versions } from './testing/raw-socket.ts';
import { join, listen } from './testing/test-client.ts';
import type { Listener } from './testing/test-client.ts';
import { mintToken } from './testing/test-stack.ts';
import { useStack } from './testing/use-stack.ts';

/** The token names what its holder may do, so that each case of the table is one token. */
const policies = `
  create policy "Holders read what their token says" on realtime.messages for select to authenticated
    using ((select realtime.topic()) like 'room%'
      and (current_setting('request.jwt.claims')::jsonb -> 'may') ? ('read ' || extension));
  create policy "Holders write what their token says" on realtime.messages for insert to authenticated
    with check ((select realtime.topic()) like 'room%'
      and (current_setting('request.jwt.claims')::jsonb -> 'may') ? ('write ' || extension));
`;
const tests = useStack({ sql: policies });
const yesAndNo = [true, false];
const table = yesAndNo.flatMap((readBroadcast) =>
  yesAndNo.flatMap((readPresence) =>
    yesAndNo.flatMap((writeBroadcast) =>
      yesAndNo.map((writePresence) => ({ readBroadcast, readPresence, writeBroadcast, writePresence })),
    ),
  ),
);
type Case = (typeof table)[number];

function tokenOf(rights: Case): Promise<string> {
  const may = [
    rights.readBroadcast && 'read broadcast',
    rights.readPresence && 'read presence',
    rights.writeBroadcast && 'write broadcast',
    rights.writePresence && 'write presence',
  ].filter(Boolean);
  return mintToken(tests.stack().keys, { sub: crypto.randomUUID(), may });
}

/** Joins with the secret key, past the policies, and hears itself, which makes it a fence for silence. */
async function observe(topic: string): Promise<Listener> {
  const client = await tests.client({ apiKey: tests.stack().keys.secretKey });
  return join(client, topic, { private: true, broadcast: { self: true }, presence: { enabled: true } });
}

async function fence(observer: Listener, subject: Listener): Promise<void> {
  // The server has dealt with everything the subject sent before this reply.
  await subject.channel.untrack();
  await observer.channel.send({ type: 'broadcast', event: 'fence', payload: {} });
  await observer.broadcasts.until(({ event }) => event === 'fence');
  // ... and has written everything to the subject that came before this one.
  await subject.channel.untrack();
}

const heardBy = (listener: Listener): string[] => listener.broadcasts.items.map(({ event }) => event);
const canJoin = ({ readBroadcast, readPresence }: Case): boolean => readBroadcast || readPresence;

describe.each(versions)('a private topic over protocol %s', (vsn) => {
  test.each(table.filter((rights) => !canJoin(rights)))(
    'who may read nothing cannot join: %o',
    async (rights) => {
      const topic = `room:${crypto.randomUUID()}`;
      const client = await tests.client({ token: await tokenOf(rights), vsn });
      await expect(join(client, topic, { private: true, presence: { enabled: true } })).rejects.toThrow(
        `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`,
      );
    },
  );

  test.each(table.filter(canJoin))('grants what its policies say and no more: %o', async (rights) => {
    const topic = `room:${crypto.randomUUID()}`;
    const observer = await observe(topic);
    await observer.channel.track({ name: 'observer' });
    const client = await tests.client({ token: await tokenOf(rights), vsn });
    const subject = await join(client, topic, { private: true, presence: { key: 'subject', enabled: true } });
    await subject.channel.send({ type: 'broadcast', event: 'from subject', payload: {} });
    const tracked = await subject.channel.track({ name: 'subject' });
    // The observer's next answer comes after everything it was told before.
    await observer.channel.track({ name: 'observer' });
    expect(tracked).toBe(rights.writePresence ? 'ok' : 'error');
    expect('subject' in observer.channel.presenceState()).toBe(rights.writePresence);
    await fence(observer, subject);
    expect(heardBy(observer)).toEqual(rights.writeBroadcast ? ['from subject', 'fence'] : ['fence']);
    expect(heardBy(subject)).toEqual(rights.readBroadcast ? ['fence'] : []);
    expect(Object.keys(subject.channel.presenceState())).toHaveLength(rights.readPresence ? 1 : 0);
  });
});

describe('a private topic', () => {
  test('is closed to people without a token and to topics that no policy names', async () => {
    const all = { readBroadcast: true, readPresence: true, writeBroadcast: true, writePresence: true };
    const token = await tokenOf(all);
    await expect(join(await tests.client(), 'room:1', { private: true })).rejects.toThrow('Unauthorized');
    await expect(join(await tests.client({ token }), 'hall:1', { private: true })).rejects.toThrow(
      'Unauthorized',
    );
    await expect(join(await tests.client({ token }), 'room:1', { private: true })).resolves.toBeDefined();
  });

  test('is another one than the public topic of the same name', async () => {
    const topic = `room:${crypto.randomUUID()}`;
    const observer = await observe(topic);
    const outsider = await join(await tests.client(), topic, { broadcast: { self: true } });
    await outsider.channel.send({ type: 'broadcast', event: 'public', payload: {} });
    await outsider.broadcasts.until(({ event }) => event === 'public');
    await observer.channel.send({ type: 'broadcast', event: 'private', payload: {} });
    await observer.broadcasts.until(({ event }) => event === 'private');
    await outsider.channel.untrack();
    expect(observer.broadcasts.items.map(({ event }) => event)).toEqual(['private']);
    expect(outsider.broadcasts.items.map(({ event }) => event)).toEqual(['public']);
  });

  test('500 joins at once are answered over a handful of database connections', async () => {
    const rights = { readBroadcast: true, readPresence: false, writeBroadcast: false, writePresence: false };
    const token = await tokenOf(rights);
    const clients = await Promise.all(Array.from({ length: 10 }, () => tests.client({ token })));
    const joins = clients.flatMap((client) =>
      Array.from({ length: 50 }, (_, index) => listen(client, `room:${index}`, { private: true })),
    );
    const answers = await Promise.all(joins.map(({ statuses }) => statuses.until(() => true)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['SUBSCRIBED']));
    const { rows } = await tests
      .stack()
      .pool.query<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where application_name = 'realtime_rights'",
      );
    expect(rows[0]?.n).toBeLessThanOrEqual(4);
  });

  test('whose policy fails is closed, the reason is logged, and others asked along with it are not hurt', async () => {
    const { pool, logged } = tests.stack();
    await pool.query(`create policy "Broken" on realtime.messages for select to authenticated using (
      case when realtime.topic() = 'broken' then 1 / (length(realtime.topic()) - 6) > 0 else false end)`);
    const rights = { readBroadcast: true, readPresence: false, writeBroadcast: false, writePresence: false };
    const token = await tokenOf(rights);
    const [broken, ...others] = await Promise.all([0, 1, 2, 3].map(() => tests.client({ token })));
    if (!broken) throw new Error('four clients');
    const refused = join(broken, 'broken', { private: true });
    const joined = Promise.all(others.map((client) => join(client, 'room:1', { private: true })));
    await expect(refused).rejects.toThrow('Unauthorized');
    await joined;
    expect(logged.join('\n')).toContain('division by zero');
  });

  test('asking leaves nothing behind', async () => {
    const { rows } = await tests.stack().pool.query('select 1 from realtime.messages');
    expect(rows).toHaveLength(0);
  });
});
