import { expect, test } from 'vitest';

import { timelineRows } from './timeline-rows';

function said(seq: number, authorId: string, time: string, more: { deletedAt?: string } = {}) {
  return {
    id: `m${seq}`,
    seq,
    authorId,
    createdAt: `2026-05-14T${time}:00.000Z`,
    deletedAt: more.deletedAt ?? null,
    state: 'sent' as const,
  };
}
const reading = { zone: 'UTC', memberId: 'me', unreadAfter: null };
const groups = (items: ReturnType<typeof said>[], more = {}) =>
  timelineRows(items, { ...reading, ...more }).map((row) => row.startsGroup);

test('one author within five minutes is one group', () => {
  expect(groups([said(1, 'ada', '09:00'), said(2, 'ada', '09:05'), said(3, 'ada', '09:06')])).toEqual([
    true,
    false,
    true,
  ]);
  expect(groups([said(1, 'ada', '09:00'), said(2, 'bo', '09:00'), said(3, 'ada', '09:00')])).toEqual([
    true,
    true,
    true,
  ]);
});

test('a deleted message stands alone', () => {
  const deleted = said(2, 'ada', '09:01', { deletedAt: '2026-05-14T10:00:00.000Z' });
  expect(groups([said(1, 'ada', '09:00'), deleted, said(3, 'ada', '09:01')])).toEqual([true, true, true]);
});

test('days part where the reader is', () => {
  const items = [said(1, 'ada', '21:59'), said(2, 'ada', '22:01')];
  expect(timelineRows(items, reading).map((row) => row.startsDay)).toEqual([true, false]);
  const berlin = timelineRows(items, { ...reading, zone: 'Europe/Berlin' });
  expect(berlin.map((row) => row.startsDay)).toEqual([true, true]);
  expect(berlin[1]?.startsGroup).toBe(true);
});

test('one line of what is new, above the first that somebody else wrote', () => {
  const items = [
    said(1, 'ada', '09:00'),
    said(2, 'me', '09:01'),
    said(3, 'ada', '09:01'),
    said(4, 'ada', '09:02'),
  ];
  const rows = timelineRows(items, { ...reading, unreadAfter: 1 });
  expect(rows.map((row) => row.isFirstUnread)).toEqual([false, false, true, false]);
  expect(rows[2]?.startsGroup).toBe(true);
});
