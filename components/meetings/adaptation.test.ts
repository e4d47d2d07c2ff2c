import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  AUDIO_ONLY,
  bestLevel,
  limitsOf,
  newAdaptation,
  stepAdaptation,
  type Adaptation,
  type Reading,
} from './adaptation';

const WELL = { availableBps: 5_000_000, sentBps: null, loss: 0, isCpuLimited: false, links: 1 };
const BAD = { ...WELL, loss: 0.3 };

/** Takes readings every two seconds for so long. */
function live(state: Adaptation, fromMs: number, forMs: number, reading: Omit<Reading, 'nowMs'>): Adaptation {
  let next = state;
  for (let nowMs = fromMs; nowMs <= fromMs + forMs; nowMs += 2_000) {
    next = stepAdaptation(next, { ...reading, nowMs });
  }
  return next;
}

describe('what is sent', () => {
  it('is less to each the more there are, and sound is always whole', () => {
    const rates = [1, 2, 3, 4, 5].map((links) => limitsOf(bestLevel(links)).video.maxBps);
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
    for (let level = 0; level <= AUDIO_ONLY; level += 1) {
      expect(limitsOf(level).audio).toEqual(limitsOf(0).audio);
    }
    expect(limitsOf(AUDIO_ONLY).video.isActive).toBe(false);
    expect(limitsOf(AUDIO_ONLY).screenVideo.isActive).toBe(false);
  });

  it('stays as it is through a short trouble, and goes down in a lasting one; a line may end with sound alone, a machine not', () => {
    const start = newAdaptation(1);
    expect(live(start, 0, 4_000, BAD).level).toBe(0);
    expect(live(start, 0, 8_000, BAD).level).toBe(1);
    expect(live(start, 0, 120_000, BAD).level).toBe(AUDIO_ONLY);
    expect(live(start, 0, 120_000, { ...WELL, isCpuLimited: true }).level).toBe(AUDIO_ONLY - 1);
    const narrow = { ...WELL, availableBps: 400_000, sentBps: 390_000 };
    expect(live(start, 0, 120_000, narrow).level).toBe(2);
    expect(live(start, 0, 120_000, { ...narrow, sentBps: 150_000 }).level).toBe(0);
  });

  it('comes back when the line does, and more slowly after each rise that was too early', () => {
    const down = live(newAdaptation(1), 0, 120_000, BAD);
    expect(live(down, 130_000, 120_000, WELL).level).toBe(0);
    const rose = live(down, 130_000, 12_000, WELL);
    expect(rose.level).toBe(AUDIO_ONLY - 1);
    const fell = live(rose, 144_000, 8_000, BAD);
    expect(fell).toMatchObject({ level: AUDIO_ONLY, upMs: down.upMs * 2 });
  });

  it('never leaves its steps, nor is better than so many people allow', () => {
    const reading = fc.record({
      availableBps: fc.option(fc.integer({ min: 0, max: 10_000_000 })),
      sentBps: fc.option(fc.integer({ min: 0, max: 10_000_000 })),
      loss: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      isCpuLimited: fc.boolean(),
      links: fc.integer({ min: 0, max: 5 }),
      passMs: fc.integer({ min: 0, max: 20_000 }),
    });
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 80 }), (readings) => {
        let state = newAdaptation(1);
        let nowMs = 0;
        for (const { passMs, ...rest } of readings) {
          nowMs += passMs;
          state = stepAdaptation(state, { ...rest, nowMs });
          expect(state.level).toBeGreaterThanOrEqual(bestLevel(rest.links));
          expect(state.level).toBeLessThanOrEqual(AUDIO_ONLY);
        }
      }),
    );
  });
});
