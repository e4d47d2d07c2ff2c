import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseJoin } from './join.ts';
import { replayParams } from './replay.ts';

test('nothing asked for: public, no echo, no ack, no presence, and a presence key of its own', () => {
  const join = parseJoin({});
  expect(join).toMatchObject({
    private: false,
    selfBroadcast: false,
    ackBroadcast: false,
    presenceEnabled: false,
  });
  expect(join.presenceKey).not.toBe('');
  expect(parseJoin({}).presenceKey).not.toBe(join.presenceKey);
});

test('flags may be texts, keys numbers, and the older name of the token counts first', () => {
  const join = parseJoin({
    config: {
      private: 'true',
      broadcast: { self: 'false', ack: true },
      presence: { key: 7, enabled: 'true' },
    },
    access_token: 'new',
    user_token: 'old',
  });
  expect(join).toMatchObject({
    private: true,
    selfBroadcast: false,
    ackBroadcast: true,
    presenceEnabled: true,
  });
  expect(join).toMatchObject({ presenceKey: '7', accessToken: 'old' });
});

test('any payload can be read', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (payload) => {
      expect(typeof parseJoin({ config: payload }).private).toBe('boolean');
      expect(typeof parseJoin(payload).presenceKey).toBe('string');
    }),
  );
});

test('a replay needs a moment; its length is between 1 and 25', () => {
  expect(replayParams({ since: 1_000, limit: undefined })).toEqual({ sinceMs: 1_000, limit: 25 });
  expect(replayParams({ since: 1_000, limit: 400 })?.limit).toBe(25);
  expect(replayParams({ since: 1_000, limit: -3 })?.limit).toBe(1);
  expect(replayParams({ since: 'yesterday', limit: 5 })).toBeNull();
  expect(replayParams({ since: 1e300, limit: 5 })).toBeNull();
  expect(replayParams({ since: 1_000, limit: 'all' })).toBeNull();
});
