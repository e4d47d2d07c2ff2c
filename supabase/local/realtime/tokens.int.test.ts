import { generateKeyPair, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';

import { createKeys } from '../keys.ts';
import { TestClock } from '../testing/test-clock.ts';
import { join } from './testing/test-client.ts';
import type { Listener } from './testing/test-client.ts';
import { mintToken } from './testing/test-stack.ts';
import { useStack } from './testing/use-stack.ts';

const clock = new TestClock();
const tests = useStack({
  clock,
  sql: `
    create policy "Members read" on realtime.messages for select to authenticated
      using ((current_setting('request.jwt.claims')::jsonb ->> 'member')::boolean);
    create policy "Writers write" on realtime.messages for insert to authenticated
      with check ((current_setting('request.jwt.claims')::jsonb ->> 'writer')::boolean);
  `,
});
const inMinutes = (minutes: number): number => Math.floor(clock.now() / 1_000) + minutes * 60;
const mint = (claims: Record<string, unknown>): Promise<string> => mintToken(tests.stack().keys, claims);

/** In steps that are shorter than the silence after which a socket is closed. */
async function passMinutes(minutes: number, listeners: Listener[]): Promise<void> {
  for (let half = 0; half < minutes * 2; half += 1) {
    clock.advance(30_000);
    await Promise.all(listeners.map(({ channel }) => channel.untrack()));
  }
}

describe('a new token', () => {
  test('that may no longer read closes the channel with a reason', async () => {
    const client = await tests.client({ token: await mint({ member: true, exp: inMinutes(10) }) });
    const ann = await join(client, 'club', { private: true });
    await client.setAuth(await mint({ member: false, exp: inMinutes(10) }));
    const { status, message } = await ann.system.until(() => true);
    expect(status).toBe('error');
    expect(message).toBe('You do not have permissions to read from this Channel topic: club');
    await ann.statuses.until((seen) => seen.status === 'CLOSED');
  });

  test('lets write rights be asked again; until then they are kept', async () => {
    const observer = await join(await tests.client({ apiKey: tests.stack().keys.secretKey }), 'club', {
      private: true,
      broadcast: { self: true },
    });
    const client = await tests.client({
      token: await mint({ member: true, writer: false, exp: inMinutes(10) }),
    });
    const ann = await join(client, 'club', { private: true });
    await ann.channel.send({ type: 'broadcast', event: 'refused', payload: {} });
    await client.setAuth(await mint({ member: true, writer: true, exp: inMinutes(10) }));
    await ann.channel.send({ type: 'broadcast', event: 'allowed', payload: {} });
    await observer.broadcasts.until(({ event }) => event === 'allowed');
    expect(observer.broadcasts.items.map(({ event }) => event)).toEqual(['allowed']);
  });

  test('that is forged closes the channel', async () => {
    const client = await tests.client({ token: await mint({ member: true, exp: inMinutes(10) }) });
    const ann = await join(client, 'club', { private: true });
    const foreign = {
      ...createKeys(),
      signingKey: { ...createKeys().signingKey, kid: tests.stack().keys.signingKey.kid },
    };
    await client.setAuth(await mintToken(foreign, { member: true, exp: inMinutes(10) }));
    expect((await ann.system.until(() => true)).message).toBe(':signature_error');
    await ann.statuses.until(({ status }) => status === 'CLOSED');
  });
});

test('a token that ends closes its channels, one that was renewed in time does not', async () => {
  const client = await tests.client({ token: await mint({ member: true, exp: inMinutes(8) }) });
  const renewed = await tests.client({ token: await mint({ member: true, exp: inMinutes(8) }) });
  const ann = await join(client, 'club', { private: true });
  const bo = await join(renewed, 'club', { private: true });
  await renewed.setAuth(await mint({ member: true, exp: inMinutes(60) }));
  await bo.channel.untrack();
  await passMinutes(7, [ann, bo]);
  expect(await ann.channel.untrack()).toBe('ok');
  clock.advance(60_000);
  expect((await ann.system.until(() => true)).message).toMatch(/^Token has expired \d+ seconds ago$/);
  await ann.statuses.until(({ status }) => status === 'CLOSED');
  expect(await bo.channel.untrack()).toBe('ok');
});

test('a right taken away is missed with the next token, not when the old one is looked at again', async () => {
  const { pool } = tests.stack();
  const client = await tests.client({ token: await mint({ member: true, exp: inMinutes(60) }) });
  const ann = await join(client, 'club', { private: true });
  await pool.query('create policy "Closed" on realtime.messages as restrictive for select using (false)');
  await passMinutes(6, [ann]);
  expect(ann.system.items).toEqual([]);
  await client.setAuth(await mint({ member: true, exp: inMinutes(61) }));
  expect((await ann.system.until(() => true)).message).toMatch(/^You do not have permissions to read/);
  await pool.query('drop policy "Closed" on realtime.messages');
});

describe('a join is refused with', () => {
  test('an expired token', async () => {
    const client = await tests.client({ token: await mint({ member: true, exp: inMinutes(-1) }) });
    await expect(join(client, 'club')).rejects.toThrow(/InvalidJWTToken: Token has expired \d+ seconds ago/);
  });

  test('a token of another project', async () => {
    const client = await tests.client({ token: await mintToken(createKeys(), { exp: inMinutes(10) }) });
    await expect(join(client, 'club')).rejects.toThrow('JwtSignerError');
  });

  test('an unsigned token, one of another algorithm, one without a role, one with an admin role', async () => {
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"role":"service_role","exp":99999999999}')}.`;
    const { privateKey } = await generateKeyPair('RS256');
    const { kid } = tests.stack().keys.signingKey;
    const rsa = await new SignJWT({ role: 'service_role' })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setExpirationTime(inMinutes(10))
      .sign(privateKey);
    const noRole = await mint({ role: undefined, exp: inMinutes(10) });
    const admin = await mint({ role: 'supabase_admin', exp: inMinutes(10) });
    for (const token of [unsigned, rsa, noRole, admin]) {
      const client = await tests.client({ token });
      await expect(join(client, 'club', { private: true })).rejects.toThrow('CHANNEL_ERROR');
    }
  });
});
