import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { ringInOneTab } from './ring-tone';

const node = { connect: () => node, frequency: {}, gain: {}, start: () => undefined, stop: () => undefined };
const gain = {
  setValueAtTime: () => undefined,
  linearRampToValueAtTime: () => undefined,
  exponentialRampToValueAtTime: () => undefined,
};
let sounding = 0;

class FakeContext {
  currentTime = 0;
  createOscillator = () => node;
  createGain = () => ({ ...node, gain });

  constructor() {
    sounding += 1;
  }

  async close(): Promise<void> {
    sounding -= 1;
  }
}

const activation = { hasBeenActive: false };
let page: EventTarget;

beforeEach(() => {
  sounding = 0;
  activation.hasBeenActive = false;
  page = new EventTarget();
  vi.stubGlobal('AudioContext', FakeContext);
  vi.stubGlobal('window', page);
  vi.stubGlobal('navigator', { userActivation: activation });
});
afterEach(() => void vi.unstubAllGlobals());

function touch(): void {
  activation.hasBeenActive = true;
  page.dispatchEvent(new Event('keydown'));
}

test('a page that nobody has touched yet begins to sound when it is touched while it rings', () => {
  const stop = ringInOneTab('ada');
  page.dispatchEvent(new Event('pointerup'));
  expect(sounding).toBe(0);
  touch();
  touch();
  expect(sounding).toBe(1);
  stop();
  expect(sounding).toBe(0);
});

test('a page that is touched when it rings no more stays silent', () => {
  ringInOneTab('ada')();
  touch();
  expect(sounding).toBe(0);
});
