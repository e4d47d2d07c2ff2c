import { afterEach, describe, expect, it, vi } from 'vitest';

import type { Call } from '@/lib/meetings/schemas';

import { createStore } from '../realtime/store';
import type { TopicListener } from '../realtime/topic';
import { CallSeat } from './call-seat';

const callWith = (version: number, incarnation: number | null): Call => ({
  id: 'call',
  roomId: 'room',
  code: 'abc-defg-hjk',
  conversationId: null,
  kind: 'video',
  startedBy: 'ada',
  version,
  startedAt: '2026-11-20T10:00:00.000Z',
  endedAt: null,
  endReason: null,
  topicName: 'room:1',
  seats:
    incarnation === null
      ? []
      : [
          {
            id: 'seat',
            memberId: 'bo',
            incarnation,
            isMuted: false,
            isCameraOn: true,
            isSharing: false,
            joinedAt: '2026-11-20T10:00:00.000Z',
          },
        ],
  rings: [],
});

afterEach(() => void vi.unstubAllGlobals());

/** A seat, the events that it listens to, and what became of it. The server answers as told, by path. */
function seatWith(answer: (method: string, path: string) => unknown) {
  const topics = new Map<string, TopicListener>();
  const phases: string[] = [];
  vi.stubGlobal('fetch', async (address: string, { method }: { method: string }) =>
    Response.json(answer(method, address)),
  );
  const seat = new CallSeat(
    {
      hub: {
        join: (name, listener) => {
          topics.set(name, listener);
          return () => void topics.delete(name);
        },
      },
      workspaceId: 'acme',
      code: 'abc-defg-hjk',
      userTopic: createStore('user:1'),
      seatId: 'seat',
      callId: 'call',
      kind: 'video',
    },
    {
      standing: () => ({ isMuted: false, isCameraOn: true, isSharing: false }),
      onSeated: () => phases.push('seated'),
      onCall: () => undefined,
      onSignals: () => true,
      onPhase: (name) => phases.push(name),
      onOver: (reason) => phases.push(reason),
    },
  );
  const say = (call: Call) => topics.get('room:1')?.onEvent?.('call.changed', call);
  return { seat, say, phases };
}

const ice = { iceServers: [], expiresAt: null };

describe('a seat', () => {
  it('that the server closed is taken again, although the room hears of it before the answer comes', async () => {
    let joins = 0;
    const { seat, say, phases } = seatWith((method, path) => {
      if (method !== 'POST' || !path.endsWith('/join')) return { lastSignal: 0, version: 0 };
      joins += 1;
      if (joins === 2) say(callWith(6, 2));
      return { call: callWith(joins === 1 ? 3 : 6, joins), lastSignal: 0, ice };
    });
    await seat.start();
    say(callWith(5, null));
    await vi.waitFor(() => expect(phases.filter((phase) => phase === 'seated')).toHaveLength(2));
    expect(phases).not.toContain('elsewhere');
    expect(phases.slice(0, 2)).toEqual(['seated', 'in']);
    expect(phases).toContain('reconnecting');
    expect(seat.call?.version).toBe(6);
    seat.end();
  });

  it('that another page takes is over here', async () => {
    const { seat, say, phases } = seatWith((method, path) =>
      method === 'POST' && path.endsWith('/join')
        ? { call: callWith(3, 1), lastSignal: 0, ice }
        : { lastSignal: 0, version: 0 },
    );
    await seat.start();
    say(callWith(4, 2));
    expect(phases.at(-1)).toBe('elsewhere');
  });
});
