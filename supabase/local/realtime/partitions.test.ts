import { expect, test } from 'vitest';

import { partitionOutdated, partitionsWanted } from './partitions.ts';

const newYear = Date.UTC(2027, 0, 1, 0, 30);

test('there is a partition for yesterday, today and the week ahead, without gaps', () => {
  const wanted = partitionsWanted(newYear);
  expect(wanted[0]).toEqual({ name: 'messages_2026_12_31', from: '2026-12-31', to: '2027-01-01' });
  expect(wanted.at(-1)?.name).toBe('messages_2027_01_08');
  expect(wanted.slice(1).map(({ from }) => from)).toEqual(wanted.slice(0, -1).map(({ to }) => to));
});

test('a partition goes when nothing in it is younger than 72 hours', () => {
  expect(partitionOutdated('messages_2026_12_28', newYear)).toBe(true);
  expect(partitionOutdated('messages_2026_12_29', newYear)).toBe(false);
  expect(partitionOutdated('messages_default', newYear)).toBe(false);
});
