import { describe, expect, it } from 'vitest';

import { spreadTimes } from './spread-times.ts';

const monday = new Date(2026, 4, 18, 10, 30);

describe('the times of what is said', () => {
  it('counts working days back, over the weekend', () => {
    expect(spreadTimes(['6d 08:00', '1d 09:12'], monday)).toEqual([
      new Date(2026, 4, 8, 8, 0),
      new Date(2026, 4, 15, 9, 12),
    ]);
  });

  it('counts minutes back from now', () => {
    expect(spreadTimes(['90m', '5m'], monday)).toEqual([
      new Date(2026, 4, 18, 9, 0),
      new Date(2026, 4, 18, 10, 25),
    ]);
  });

  it('never goes back, also right after midnight', () => {
    const early = new Date(2026, 4, 19, 0, 10);
    const times = spreadTimes(['1d 23:50', '52m', '40m', '3m'], early).map((time) => time.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(times).size).toBe(times.length);
    expect(Math.max(...times)).toBeLessThan(early.getTime());
  });

  it('refuses what it cannot read', () => {
    expect(() => spreadTimes(['yesterday'], monday)).toThrow('yesterday');
  });
});
