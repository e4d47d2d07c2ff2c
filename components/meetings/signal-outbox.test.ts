import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Signal } from '@/lib/meetings/schemas';

import { SignalOutbox, type Delivery } from './signal-outbox';

const offer: Signal = { type: 'offer', sdp: 'o' };
const candidate = (name: string): Signal => ({ type: 'candidate', candidate: { candidate: name } });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An outbox whose deliveries come out as told, taken in the end, and what was delivered. */
function outboxWith(...outcomes: Delivery[]) {
  const sent: { link: number; data: Signal }[][] = [];
  const outbox = new SignalOutbox(async (signals) => {
    sent.push([...signals]);
    return outcomes.shift() ?? 'taken';
  });
  return { outbox, sent };
}

describe('signals on their way to a seat', () => {
  it('go in order: an offer with the candidates of the same moment, later ones together', async () => {
    const { outbox, sent } = outboxWith();
    outbox.add(1, offer);
    await vi.advanceTimersByTimeAsync(5);
    outbox.add(1, candidate('a'));
    await vi.advanceTimersByTimeAsync(10);
    expect(sent).toHaveLength(1);
    outbox.add(1, candidate('b'));
    await vi.advanceTimersByTimeAsync(20);
    outbox.add(1, candidate('c'));
    await vi.advanceTimersByTimeAsync(100);
    expect(sent.map((batch) => batch.map(({ data }) => data))).toEqual([
      [offer, candidate('a')],
      [candidate('b'), candidate('c')],
    ]);
  });

  it('are repeated until the server has them, at once when the network is back', async () => {
    const { outbox, sent } = outboxWith('failed', 'failed');
    outbox.add(1, offer);
    await vi.advanceTimersByTimeAsync(20);
    outbox.add(1, candidate('a'));
    await vi.advanceTimersByTimeAsync(1_500);
    expect(sent).toHaveLength(2);
    outbox.flush();
    await vi.advanceTimersByTimeAsync(1);
    expect(sent.at(-1)?.map(({ data }) => data)).toEqual([offer, candidate('a')]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(3);
  });

  it('are dropped when refused, when a later attempt begins, and at the end', async () => {
    const { outbox, sent } = outboxWith('refused', 'failed');
    outbox.add(1, offer);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
    outbox.add(2, offer);
    await vi.advanceTimersByTimeAsync(20);
    outbox.add(3, offer);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent.at(-1)).toEqual([{ link: 3, data: offer }]);
    outbox.add(3, candidate('a'));
    outbox.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(3);
  });
});
