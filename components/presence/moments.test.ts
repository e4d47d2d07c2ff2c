import { describe, expect, it } from 'vitest';

import { endOf } from './expiry';
import { shortMoment } from './moments';

/** Friday, 20 November 2026, half past two in the afternoon, wherever the test runs. */
const NOW_MS = new Date(2026, 10, 20, 14, 30).getTime();
const local = (...parts: [number, number, number, number?, number?]) => new Date(...parts).toISOString();
const say = (iso: string) => shortMoment(iso, 'en', NOW_MS);

describe('a moment', () => {
  it('is a time today', () => {
    expect(say(local(2026, 10, 20, 14, 2))).toBe('14:02');
    expect(say(local(2026, 10, 20, 23, 59))).toBe('23:59');
  });

  it('is a weekday within the week, with the time when it is past', () => {
    expect(say(local(2026, 10, 23))).toBe('Mon');
    expect(say(local(2026, 10, 19, 9, 5))).toBe('Thu 09:05');
  });

  it('is a date beyond', () => {
    expect(say(local(2026, 10, 30))).toBe('30 Nov');
    expect(say(local(2026, 2, 12))).toBe('12 Mar');
  });
});

describe('the end of a status', () => {
  it.each([
    ['half-hour', local(2026, 10, 20, 15, 0)],
    ['hour', local(2026, 10, 20, 15, 30)],
    ['today', local(2026, 10, 21)],
    ['tomorrow', local(2026, 10, 21, 9)],
    ['week', local(2026, 10, 23)],
    ['never', null],
  ] as const)('%s', (expiry, end) => {
    expect(endOf(expiry, NOW_MS)).toBe(end);
  });

  it('of the week is seven days away on a Monday, one on a Sunday', () => {
    expect(endOf('week', new Date(2026, 10, 23, 8).getTime())).toBe(local(2026, 10, 30));
    expect(endOf('week', new Date(2026, 10, 22, 23).getTime())).toBe(local(2026, 10, 23));
  });
});
