import { expect, test } from 'vitest';

import type { CallSummary } from '@/lib/meetings/schemas';

import { factsOf } from './call-facts';

const at = (time: string) => `2026-11-20T${time}:00.000Z`;
const there = (memberId: string, score: number | null = null) => ({
  memberId,
  joinedAt: at('09:00'),
  leftAt: at('09:12'),
  presentMs: 720_000,
  score,
  roundTripMs: null,
  lossPercent: null,
  jitterMs: null,
});

const call: CallSummary = {
  id: 'call',
  conversationId: null,
  roomName: '',
  kind: 'video',
  startedBy: 'ada',
  startedAt: at('09:00'),
  endedAt: at('09:12'),
  endReason: 'empty',
  attendance: [there('ada', 4.4), there('bo', 3.4), there('ada')],
  rings: [],
};

test('who came twice is named once, and the lines are judged together', () => {
  expect(factsOf(call, 'bo')).toEqual({
    outcome: 'ended',
    minutes: 12,
    memberIds: ['ada', 'bo'],
    quality: 4,
  });
});

test('a call that nobody answered lasted no time', () => {
  const facts = factsOf({ ...call, attendance: [there('ada')], endReason: 'unanswered' }, 'ada');
  expect(facts).toMatchObject({ outcome: 'unanswered', minutes: null, quality: null });
});

test('what one did not answer was missed, unless one came later', () => {
  const rings: CallSummary['rings'] = [{ memberId: 'bo', state: 'missed', message: '' }];
  expect(factsOf({ ...call, attendance: [there('ada')], rings }, 'bo').outcome).toBe('missed');
  expect(factsOf({ ...call, rings }, 'bo').outcome).toBe('ended');
  expect(factsOf({ ...call, attendance: [there('ada')], rings }, 'ada').outcome).toBe('ended');
});

test('a call is live while somebody is there, and not when all pages died', () => {
  const open = { ...call, endedAt: null, endReason: null };
  const alive = { ...there('ada'), leftAt: null };
  expect(factsOf({ ...open, attendance: [alive, there('bo')] }, 'ada')).toMatchObject({
    outcome: 'live',
    minutes: null,
  });
  expect(factsOf(open, 'ada')).toMatchObject({ outcome: 'ended', minutes: 12 });
});
