import { expect, test } from 'vitest';

import { ringsOf } from './rings';

const ringing = (callId: string, state = 'ringing', startedAt = '2026-11-20T09:00:00.000Z') => ({
  workspaceId: 'acme',
  callId,
  code: 'abc-defg-hjk',
  conversationId: null,
  kind: 'video',
  callerId: 'bo',
  state,
  startedAt,
});
const settled = (callId: string, state: string) => ({ workspaceId: 'acme', callId, state });

const calls = (rings: readonly { callId: string }[]) => rings.map(({ callId }) => callId);

test('several calls ring at once, each until it is settled somewhere', () => {
  const { ringing: now, missed } = ringsOf([ringing('one'), ringing('two'), settled('one', 'accepted')]);
  expect(calls(now)).toEqual(['two']);
  expect(missed).toEqual([]);
});

test('what nobody answered, and what the caller gave up, is missed', () => {
  const { ringing: now, missed } = ringsOf([
    ringing('one'),
    ringing('two'),
    settled('one', 'missed'),
    settled('two', 'cancelled'),
  ]);
  expect(now).toEqual([]);
  expect(calls(missed)).toEqual(['one', 'two']);
});

test('a call during another one is missed at once, without ringing', () => {
  const { ringing: now, missed } = ringsOf([ringing('one', 'busy')]);
  expect(now).toEqual([]);
  expect(calls(missed)).toEqual(['one']);
});

test('what one declined is not missed, and rings when it is called again', () => {
  const again = ringing('one', 'ringing', '2026-11-20T09:01:00.000Z');
  const { ringing: now, missed } = ringsOf([ringing('one'), settled('one', 'declined'), again]);
  expect(now.map(({ startedAt }) => startedAt)).toEqual([again.startedAt]);
  expect(missed).toEqual([]);
});

test('what is told twice rings once', () => {
  const later = ringing('one', 'ringing', '2026-11-20T09:00:05.000Z');
  const { ringing: now } = ringsOf([ringing('one'), later]);
  expect(now.map(({ startedAt }) => startedAt)).toEqual([ringing('one').startedAt]);
});

test('what rings after an end that was never heard of rings anew', () => {
  const later = ringing('one', 'ringing', '2026-11-20T09:05:00.000Z');
  const { ringing: now } = ringsOf([ringing('one'), later]);
  expect(now.map(({ startedAt }) => startedAt)).toEqual([later.startedAt]);
});

test('what it does not know leaves everything as it is', () => {
  expect(ringsOf([null, 'x', {}, settled('never', 'missed')])).toEqual({ ringing: [], missed: [] });
});
