import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { patiently } from './patiently';

const network = new EventTarget();
let isOnline = true;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', network);
  vi.stubGlobal('navigator', {
    get onLine() {
      return isOnline;
    },
  });
});
afterEach(() => {
  isOnline = true;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const unfetched = () => Object.assign(new Error('Failed to load chunk'), { name: 'ChunkLoadError' });

it('fetches code again as soon as the network is back', async () => {
  isOnline = false;
  const load = vi.fn<() => Promise<string>>(async () => {
    if (!isOnline) throw unfetched();
    return 'code';
  });
  const loaded = patiently(load)();
  await vi.advanceTimersByTimeAsync(200_000);
  const before = load.mock.calls.length;
  isOnline = true;
  network.dispatchEvent(new Event('online'));
  await expect(loaded).resolves.toBe('code');
  expect(load).toHaveBeenCalledTimes(before + 1);
});

it('gives up what is not there any more, after half a minute', async () => {
  const load = vi.fn<() => Promise<never>>(async () => await Promise.reject(unfetched()));
  const ended = patiently(load)().catch(String);
  await vi.advanceTimersByTimeAsync(31_000);
  expect(await ended).toBe('ChunkLoadError: Failed to load chunk');
  expect(load).toHaveBeenCalledTimes(6);
});

it('hands on any other fault at once', async () => {
  const load = vi.fn<() => Promise<never>>(async () => await Promise.reject(new TypeError('broken')));
  await expect(patiently(load)()).rejects.toThrow('broken');
  expect(load).toHaveBeenCalledTimes(1);
});
