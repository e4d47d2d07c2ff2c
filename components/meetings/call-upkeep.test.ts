import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { CallUpkeep } from './call-upkeep';

class FakeAudioContext {
  state = 'running';
  createAnalyser = () => ({ fftSize: 0, getFloatTimeDomainData: () => undefined });
  close = async () => undefined;
}

let beats = 0;
const upkeeps: CallUpkeep[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('AudioContext', FakeAudioContext);
  vi.stubGlobal('Worker', undefined);
  beats = 0;
});
afterEach(() => {
  for (const upkeep of upkeeps.splice(0)) upkeep.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function startUpkeep(): void {
  const upkeep = new CallUpkeep({
    links: () => null,
    microphone: () => null,
    beat: () => {
      beats += 1;
    },
    noteQuality: async () => undefined,
    renewIce: async () => undefined,
    iceExpiresAt: () => null,
    onChange: () => undefined,
  });
  upkeep.start();
  upkeeps.push(upkeep);
}

test('signs of life are given every ten seconds', () => {
  startUpkeep();
  vi.advanceTimersByTime(60_000);
  expect(beats).toBe(6);
});

test('timers that come once a minute give a sign of life each time', () => {
  const slow = setInterval;
  vi.stubGlobal('setInterval', (act: () => void) => slow(act, 60_000));
  startUpkeep();
  vi.advanceTimersByTime(60_000 * 5);
  expect(beats).toBe(5);
});
