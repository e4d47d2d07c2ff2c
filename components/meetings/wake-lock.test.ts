import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { keepScreenLit } from './wake-lock';

class FakePage extends EventTarget {
  visibilityState = 'visible';

  show(visibilityState: string): void {
    this.visibilityState = visibilityState;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

const request = vi.fn<(type: string) => Promise<{ release: () => Promise<void> }>>();
const release = vi.fn<() => Promise<void>>();
let page: FakePage;

beforeEach(() => {
  page = new FakePage();
  release.mockReset().mockResolvedValue();
  request.mockReset().mockResolvedValue({ release });
  vi.stubGlobal('document', page);
  vi.stubGlobal('navigator', { wakeLock: { request } });
});
afterEach(() => void vi.unstubAllGlobals());

const settle = async () => await new Promise((resolve) => setImmediate(resolve));

test('the screen stays lit, again after the page was hidden, until the end', async () => {
  const stop = keepScreenLit();
  await settle();
  expect(request).toHaveBeenCalledTimes(1);
  page.show('hidden');
  page.show('visible');
  await settle();
  expect(request).toHaveBeenCalledTimes(2);
  stop();
  expect(release).toHaveBeenCalled();
  page.show('visible');
  expect(request).toHaveBeenCalledTimes(2);
});

test('a lock that comes after the end is let go, and a refusal harms nothing', async () => {
  const stop = keepScreenLit();
  stop();
  await settle();
  expect(release).toHaveBeenCalledTimes(1);
  request.mockRejectedValue(new DOMException('', 'NotAllowedError'));
  keepScreenLit()();
  await settle();
  expect(release).toHaveBeenCalledTimes(1);
});
