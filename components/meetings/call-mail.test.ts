import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { SignalBatch } from '@/lib/meetings/schemas';

import { CallMail } from './call-mail';

const batch = (number: number, from = 'bo'): SignalBatch => ({
  number,
  from,
  fromIncarnation: 1,
  toIncarnation: 1,
  signals: [],
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function mailOf(kept: () => readonly SignalBatch[] | null, known: Set<string>) {
  const taken: number[] = [];
  const mail = new CallMail(10, {
    read: async (after) => kept()?.filter(({ number }) => number > after) ?? null,
    take: ({ from, number }) => {
      if (known.has(from)) taken.push(number);
      return known.has(from);
    },
    onStranger: () => undefined,
  });
  return { mail, taken };
}

describe('the signals to a seat', () => {
  it('are asked for where live delivery left a gap', async () => {
    const { mail, taken } = mailOf(() => [batch(11), batch(12), batch(13)], new Set(['bo']));
    mail.receive([batch(12)]);
    expect(taken).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(taken).toEqual([11, 12, 13]);
  });

  it('are asked for again when the server could not be reached, as soon as it tells of them', async () => {
    let kept: readonly SignalBatch[] | null = null;
    const { mail, taken } = mailOf(() => kept, new Set(['bo']));
    mail.hear(11);
    await vi.advanceTimersByTimeAsync(200);
    kept = [batch(11)];
    mail.hear(11);
    await vi.advanceTimersByTimeAsync(200);
    expect(taken).toEqual([11]);
  });

  it('wait until their sender is known', () => {
    const known = new Set<string>();
    const { mail, taken } = mailOf(() => [], known);
    mail.receive([batch(11, 'cy')]);
    known.add('cy');
    mail.retry();
    mail.retry();
    expect(taken).toEqual([11]);
  });

  it('do not wait for what the server no longer has', async () => {
    const { mail, taken } = mailOf(() => [batch(15)], new Set(['bo']));
    mail.hear(15);
    await vi.advanceTimersByTimeAsync(200);
    expect(taken).toEqual([15]);
  });
});
