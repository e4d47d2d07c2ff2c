import { describe, expect, test } from 'vitest';

import { versions } from './testing/raw-socket.ts';
import { join } from './testing/test-client.ts';
import { mintToken } from './testing/test-stack.ts';
import { useStack } from './testing/use-stack.ts';

const ann = crypto.randomUUID();
const bo = crypto.randomUUID();
const tests = useStack({
  sql: `
    create policy "Guests hear the lobby" on realtime.messages for select to anon
      using ((select realtime.topic()) = 'lobby');
    create policy "Guests speak in the lobby" on realtime.messages for insert to anon
      with check ((select realtime.topic()) = 'lobby');
    create policy "People hear their own topic" on realtime.messages for select to authenticated
      using ((select realtime.topic()) = 'own:' || (select auth.uid()));
    create policy "People speak on their own topic" on realtime.messages for insert to authenticated
      with check ((select realtime.topic()) = 'own:' || current_setting('request.jwt.claim.sub'));
  `,
});
const mint = (claims: Record<string, unknown>): Promise<string> => mintToken(tests.stack().keys, claims);
const echo = { private: true, broadcast: { self: true, ack: true } };

const admitted: [string, string, Record<string, unknown>][] = [
  ['a guest where policies name guests', 'lobby', { role: 'anon' }],
  ['the person whom the topic belongs to', `own:${ann}`, { sub: ann }],
];
const refused: [string, string, Record<string, unknown>][] = [
  ['someone signed in where policies name guests only', 'lobby', { sub: ann }],
  ['another person', `own:${ann}`, { sub: bo }],
  ['someone without a person', `own:${ann}`, {}],
  ['a guest who claims to be the person', `own:${ann}`, { role: 'anon', sub: ann }],
];

describe.each(versions)('a private topic over protocol %s', (vsn) => {
  test.each(admitted)('admits %s', async (_who, topic, claims) => {
    const member = await join(await tests.client({ token: await mint(claims), vsn }), topic, echo);
    expect(await member.channel.send({ type: 'broadcast', event: 'hello', payload: {} })).toBe('ok');
    await member.broadcasts.until(({ event }) => event === 'hello');
  });

  test.each(refused)('refuses %s', async (_who, topic, claims) => {
    const client = await tests.client({ token: await mint(claims), vsn });
    await expect(join(client, topic, echo)).rejects.toThrow(
      `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`,
    );
  });

  test('is not heard on the public topic that is called as if it were it', async () => {
    const outsider = await join(await tests.client({ vsn }), 'private:lobby', { broadcast: { self: true } });
    const member = await join(
      await tests.client({ token: await mint({ role: 'anon' }), vsn }),
      'lobby',
      echo,
    );
    await member.channel.send({ type: 'broadcast', event: 'secret', payload: {} });
    await outsider.channel.send({ type: 'broadcast', event: 'open', payload: {} });
    await outsider.broadcasts.until(({ event }) => event === 'open');
    await member.channel.send({ type: 'broadcast', event: 'another', payload: {} });
    await member.broadcasts.until(({ event }) => event === 'another');
    expect(outsider.broadcasts.items.map(({ event }) => event)).toEqual(['open']);
    expect(member.broadcasts.items.map(({ event }) => event)).toEqual(['secret', 'another']);
  });
});

test('bytes on a private topic are acknowledged and come back to who hears itself', async () => {
  const member = await join(await tests.client({ token: await mint({ sub: ann }) }), `own:${ann}`, echo);
  const bytes = new Uint8Array([0xca, 0xfe, 0, 255]).buffer;
  expect(await member.channel.send({ type: 'broadcast', event: 'bytes', payload: bytes })).toBe('ok');
  const { payload } = await member.broadcasts.until(({ event }) => event === 'bytes');
  expect(payload instanceof ArrayBuffer && [...new Uint8Array(payload)]).toEqual([0xca, 0xfe, 0, 255]);
});
