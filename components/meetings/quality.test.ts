import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { measure, readSnapshot, scoreOf, sentBetween } from './quality';

const report = (counts: { packets: number; lost: number; frames?: number; candidate?: string }) => [
  { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
  {
    id: 'P',
    type: 'candidate-pair',
    localCandidateId: 'L',
    remoteCandidateId: 'R',
    currentRoundTripTime: 0.08,
    availableOutgoingBitrate: 900_000,
    bytesSent: counts.packets * 100,
  },
  { id: 'L', type: 'local-candidate', candidateType: counts.candidate ?? 'host' },
  { id: 'R', type: 'remote-candidate', candidateType: 'host' },
  {
    id: 'A',
    type: 'inbound-rtp',
    kind: 'audio',
    packetsReceived: counts.packets,
    packetsLost: counts.lost,
    jitter: 0.004,
  },
  {
    id: 'V',
    type: 'inbound-rtp',
    kind: 'video',
    packetsReceived: counts.packets,
    packetsLost: 0,
    framesDecoded: counts.frames ?? 0,
    jitter: 0.01,
  },
  { id: 'O', type: 'outbound-rtp', kind: 'video', qualityLimitationReason: 'cpu' },
  { id: 'B', type: 'remote-inbound-rtp', kind: 'audio', fractionLost: 0.02 },
];

describe('the score of a link', () => {
  it('is the E-model’s: 4.4 at best, fair at 300 ms each way, unusable when most is lost', () => {
    expect(scoreOf({ roundTripMs: 0, loss: 0, jitterMs: 0 })).toBeCloseTo(4.4, 1);
    expect(scoreOf({ roundTripMs: 600, loss: 0, jitterMs: 0 })).toBeGreaterThan(3);
    expect(scoreOf({ roundTripMs: 600, loss: 0, jitterMs: 0 })).toBeLessThan(4);
    expect(scoreOf({ roundTripMs: 50, loss: 0.05, jitterMs: 5 })).toBeLessThan(4);
    expect(scoreOf({ roundTripMs: 2_000, loss: 0.6, jitterMs: 200 })).toBe(1);
  });

  it('never rises when anything gets worse, and stays from 1 to 5', () => {
    const line = fc.record({
      roundTripMs: fc.integer({ min: 0, max: 60_000 }),
      loss: fc.double({ min: 0, max: 1, noNaN: true }),
      jitterMs: fc.integer({ min: 0, max: 60_000 }),
    });
    fc.assert(
      fc.property(line, line, (a, b) => {
        const worse = {
          roundTripMs: Math.max(a.roundTripMs, b.roundTripMs),
          loss: Math.max(a.loss, b.loss),
          jitterMs: Math.max(a.jitterMs, b.jitterMs),
        };
        expect(scoreOf(worse)).toBeLessThanOrEqual(scoreOf(a) + 0.01);
        expect(scoreOf(a)).toBeGreaterThanOrEqual(1);
        expect(scoreOf(a)).toBeLessThanOrEqual(5);
      }),
    );
  });
});

describe('a sample', () => {
  it('tells of the time between two looks, and whether a relay is on the way', () => {
    const before = readSnapshot(report({ packets: 100, lost: 50, frames: 10 }), 1_000);
    const now = readSnapshot(report({ packets: 195, lost: 55, frames: 40, candidate: 'relay' }), 3_000);
    expect(measure(before, now)).toMatchObject({
      roundTripMs: 80,
      loss: 5 / 195,
      jitterMs: 4,
      framesPerSecond: 15,
      isRelayed: true,
    });
    expect(sentBetween(before, now)).toBe((95 * 100 * 8) / 2);
    expect(sentBetween(now, before)).toBe(null);
    expect(now.sending).toEqual({ availableBps: 900_000, loss: 0.02, isCpuLimited: true });
  });

  it('is none where nothing is known, and counts repeated packets as no loss', () => {
    const empty = readSnapshot([], 0);
    expect(measure(empty, readSnapshot([], 2_000))).toBe(null);
    const before = readSnapshot(report({ packets: 10, lost: 5 }), 0);
    expect(measure(before, readSnapshot(report({ packets: 20, lost: 2 }), 2_000))?.loss).toBe(0);
  });
});
