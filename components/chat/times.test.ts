import { expect, test } from 'vitest';

import { dayName, formatTime, isZone } from './times';

test('the same moment is another day and hour elsewhere', () => {
  const moment = '2026-05-14T23:30:00.000Z';
  expect(formatTime(moment, 'day', 'Europe/Berlin', 'en')).toBe('2026-05-15');
  expect(formatTime(moment, 'day', 'America/New_York', 'en')).toBe('2026-05-14');
  expect(formatTime(moment, 'time', 'Europe/Berlin', 'en')).toBe('01:30');
});

test('days are named from where the reader stands', () => {
  const now = '2026-03-30T01:00:00.000Z';
  expect(dayName('2026-03-29T22:30:00.000Z', now, 'Europe/Berlin', 'en')).toEqual({ kind: 'today' });
  expect(dayName('2026-03-29T21:30:00.000Z', now, 'Europe/Berlin', 'en')).toEqual({ kind: 'yesterday' });
  expect(dayName('2026-01-02T12:00:00.000Z', now, 'UTC', 'en')).toEqual({
    kind: 'date',
    text: expect.stringMatching(/^Friday,? 2 January$/),
  });
  expect(dayName('2025-12-31T12:00:00.000Z', now, 'UTC', 'en')).toEqual({
    kind: 'date',
    text: expect.stringMatching(/^Wednesday,? 31 December 2025$/),
  });
});

test('only real zones are taken', () => {
  expect(isZone('Europe/Berlin')).toBe(true);
  expect(isZone('Mars/Olympus')).toBe(false);
  expect(isZone(undefined)).toBe(false);
});
