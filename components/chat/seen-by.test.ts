import { describe, expect, it } from 'vitest';

import { seenBy } from './seen-by';

const said = (seq: number, authorId: string, change: { deletedAt?: string; state?: 'sending' } = {}) => ({
  id: `m${seq}`,
  seq,
  authorId,
  deletedAt: null,
  state: 'sent' as const,
  ...change,
});
const group = { memberId: 'me', isDirect: false };
const direct = { memberId: 'me', isDirect: true };
const read = (...reached: [string, number][]) => new Map(reached);

describe('the last message of mine that others have read', () => {
  it('moves on as they read', () => {
    const items = [said(1, 'me'), said(2, 'me'), said(3, 'me')];
    expect(seenBy(items, read(['bo', 0]), group)).toBeNull();
    expect(seenBy(items, read(['bo', 2], ['cy', 1]), group)).toEqual({ messageId: 'm2', memberIds: ['bo'] });
    expect(seenBy(items, read(['bo', 3], ['cy', 3]), group)).toEqual({
      messageId: 'm3',
      memberIds: ['bo', 'cy'],
    });
  });

  it('is read by who answered, and an answer between two needs no receipt', () => {
    const items = [said(1, 'me'), said(2, 'bo')];
    expect(seenBy(items, read(['bo', 0], ['cy', 0]), group)).toEqual({ messageId: 'm1', memberIds: ['bo'] });
    expect(seenBy(items, read(['bo', 2]), direct)).toBeNull();
    expect(seenBy([...items, said(3, 'me')], read(['bo', 3]), direct)).toEqual({
      messageId: 'm3',
      memberIds: ['bo'],
    });
  });

  it('says nothing of who does not share, of what is on its way, and of what was deleted', () => {
    const items = [said(1, 'me', { deletedAt: 'then' }), said(2, 'cy'), said(0, 'me', { state: 'sending' })];
    expect(seenBy(items, read(['bo', 2]), group)).toBeNull();
  });
});
