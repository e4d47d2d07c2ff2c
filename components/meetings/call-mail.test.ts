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
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

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

  it('are taken although those of another sender cannot be, and gaps go on to be asked for', async () => {
    const reported = vi.fn<(error: unknown) => void>();
    vi.stubGlobal('reportError', reported);
    const taken: number[] = [];
    const kept = [batch(11, 'cy'), batch(12)];
    const mail = new CallMail(10, {
      read: async (after) => kept.filter(({ number }) => number > after),
      take: ({ from, number }) => {
        if (from === 'cy') throw new TypeError('malformed');
        taken.push(number);
        return true;
      },
      onStranger: () => undefined,
    });
    mail.hear(12);
    await vi.advanceTimersByTimeAsync(200);
    expect(taken).toEqual([12]);
    kept.push(batch(13));
    mail.hear(13);
    await vi.advanceTimersByTimeAsync(200);
    expect(taken).toEqual([12, 13]);
    expect(reported).toHaveBeenCalledOnce();
  });

  it('are asked for again after the asking itself failed', async () => {
    const fails = vi
      .fn<() => Promise<null>>()
      .mockRejectedValueOnce(new Error('broken'))
      .mockResolvedValue(null);
    const mail = new CallMail(10, { read: fails, take: () => true, onStranger: () => undefined });
    const reported = vi.fn<(error: unknown) => void>();
    vi.stubGlobal('reportError', reported);
    mail.hear(11);
    await vi.advanceTimersByTimeAsync(200);
    mail.hear(11);
    await vi.advanceTimersByTimeAsync(200);
    expect(fails).toHaveBeenCalledTimes(2);
    expect(reported).toHaveBeenCalledOnce();
  });

  it('do not wait for what the server no longer has', async () => {
    const { mail, taken } = mailOf(() => [batch(15)], new Set(['bo']));
    mail.hear(15);
    await vi.advanceTimersByTimeAsync(200);
    expect(taken).toEqual([15]);
  });
});
