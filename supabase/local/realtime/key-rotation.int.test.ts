import { afterAll, describe, expect, test } from 'vitest';

import { prepareStandby, revokeKey, rotateKeys } from '../signing-keys.ts';
import type { SigningKeys } from '../signing-keys.ts';
import { TestClock } from '../testing/test-clock.ts';
import { RawSocket } from './testing/raw-socket.ts';
import { join } from './testing/test-client.ts';
import { mintToken } from './testing/test-stack.ts';
import { turnUntil } from './testing/turn-until.ts';
import { useStack } from './testing/use-stack.ts';

const clock = new TestClock();
const tests = useStack({ clock });
const opened: RawSocket[] = [];
afterAll(() => {
  for (const { socket } of opened) socket.terminate();
});

async function open(): Promise<RawSocket> {
  const socket = new RawSocket(tests.stack());
  opened.push(socket);
  return socket.open();
}

/** As the rotation command does to a running stack, and a moment later. */
function change(step: (keys: SigningKeys) => SigningKeys): void {
  const { keys } = tests.stack();
  Object.assign(keys, step(keys));
  clock.advance(500);
}

const goodbye = { extension: 'system', status: 'ok', message: 'Server requested disconnect' };

describe('when the signing keys change', () => {
  test('every channel is told and every socket closed, those without a channel too', async () => {
    const [member, idle] = [await open(), await open()];
    for (const [n, topic] of ['realtime:one', 'realtime:two'].entries()) {
      member.push(topic, 'phx_join', {}, `${n}`, `${n}`);
      await member.reply(`${n}`);
    }
    change(prepareStandby);
    expect(await Promise.all([member.closed, idle.closed])).toEqual([1012, 1012]);
    const told = member.frames.items.filter(([, , , event]) => event === 'system');
    expect(told).toEqual([
      [null, null, 'realtime:one', 'system', goodbye],
      [null, null, 'realtime:two', 'system', goodbye],
    ]);
    expect(tests.stack().realtime.status()).toMatchObject({ joined: 0, topics: 0 });
    await turnUntil(() => tests.stack().realtime.status().connections === 0);
  });

  test('clients come back by themselves and hear again', async () => {
    const client = await tests.client({ token: await mintToken(tests.stack().keys) });
    const ann = await join(client, 'room');
    change((keys) => rotateKeys(prepareStandby(keys)));
    await ann.statuses.untilCount(3);
    expect(ann.statuses.items.map(({ status }) => status)).toEqual([
      'SUBSCRIBED',
      'CHANNEL_ERROR',
      'SUBSCRIBED',
    ]);
    const bo = await join(await tests.client(), 'room');
    await bo.channel.send({ type: 'broadcast', event: 'hello again', payload: {} });
    await ann.broadcasts.until(({ event }) => event === 'hello again');
  });

  test('a token of a revoked key cannot come back', async () => {
    const { keys } = tests.stack();
    const { kid } = keys.signingKey;
    const token = await mintToken(keys);
    change((before) => rotateKeys(prepareStandby(before)));
    const socket = await open();
    socket.push('realtime:room', 'phx_join', { access_token: token }, '1', '1');
    expect((await socket.reply('1')).status).toBe('ok');
    change((before) => revokeKey(before, kid));
    expect(await socket.closed).toBe(1012);
    const again = await open();
    again.push('realtime:room', 'phx_join', { access_token: token }, '1', '1');
    expect((await again.reply('1')).response['reason']).toBe(
      `JwtSignerError: Failed to generate JWT signer for key ID (kid) "${kid}", check your JWT secret or JWKS configuration`,
    );
  });

  test('an untouched set of keys closes nothing', async () => {
    const socket = await open();
    change((keys) => ({ ...keys }));
    await socket.heartbeat('1');
    expect(tests.stack().realtime.status().connections).toBeGreaterThan(0);
  });
});
