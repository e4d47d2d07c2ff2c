import { expect, it } from 'vitest';

import { createTokenSource } from './token-source';

function source(lifetimeMs = 600_000) {
  let nowMs = 0;
  let fetches = 0;
  const fetchToken = () => {
    fetches += 1;
    return Promise.resolve({ token: `t${fetches}`, lifetimeMs });
  };
  const tokens = createTokenSource(fetchToken, () => nowMs);
  return { tokens, pass: (ms: number) => (nowMs += ms), fetches: () => fetches };
}

it('fetches once for all who ask at once, and keeps the token while it is good', async () => {
  const { tokens, pass, fetches } = source();
  expect(await Promise.all([tokens.get(), tokens.get()])).toEqual(['t1', 't1']);
  pass(500_000);
  expect(await tokens.get()).toBe('t1');
  expect(fetches()).toBe(1);
});

it('fetches again well before the end', async () => {
  const { tokens, pass } = source();
  await tokens.get();
  pass(525_000);
  expect(await tokens.get()).toBe('t2');
});

it('renews on demand, but not what is fresh', async () => {
  const { tokens, pass, fetches } = source();
  await tokens.get();
  tokens.renewOlderThan(20_000);
  await tokens.get();
  expect(fetches()).toBe(1);
  pass(30_000);
  tokens.renewOlderThan(20_000);
  expect(await tokens.get()).toBe('t2');
});

it('tries again after a failure, but not at once', async () => {
  let nowMs = 0;
  let fails = true;
  const fetchToken = () =>
    fails ? Promise.reject(new Error('offline')) : Promise.resolve({ token: 'good', lifetimeMs: 600_000 });
  const tokens = createTokenSource(fetchToken, () => nowMs);
  await expect(tokens.get()).rejects.toThrow('offline');
  fails = false;
  await expect(tokens.get()).rejects.toThrow('offline');
  nowMs = 2_000;
  expect(await tokens.get()).toBe('good');
});
