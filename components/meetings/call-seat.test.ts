import { afterEach, describe, expect, it, vi } from 'vitest';

import type { Call } from '@/lib/meetings/schemas';

import { createStore } from '../realtime/store';
import type { TopicListener } from '../realtime/topic';
import { CallSeat } from './call-seat';

const callWith = (version: number, incarnation: number | null, id = 'call', seatId = 'seat'): Call => ({
  id,
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
            id: seatId,
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

const endedWith = (endReason: NonNullable<Call['endReason']>): Call => ({
  ...callWith(5, null),
  endedAt: '2026-11-20T10:10:00.000Z',
  endReason,
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

type Joining = { callId: string; seatId: string };

/** A seat, the events that it listens to, and what became of it. The server answers as told, by path. */
function seatWith(
  answer: (method: string, path: string, body: Joining) => unknown,
  { isTalking = false } = {},
) {
  const topics = new Map<string, TopicListener>();
  const phases: string[] = [];
  vi.stubGlobal(
    'fetch',
    async (address: string, { method, body = '{}' }: { method: string; body?: string }) => {
      const answered = answer(method, address, JSON.parse(body));
      return answered instanceof Response ? answered : Response.json(answered);
    },
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
      wasTalking: () => isTalking,
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

  it('goes on in a new call when the server ended the old one although people talked', async () => {
    const joined: Joining[] = [];
    const { seat, say, phases } = seatWith(
      (method, path, body) => {
        if (method !== 'POST' || !path.endsWith('/join')) return { lastSignal: 0, version: 0 };
        joined.push(body);
        // Somebody else has begun the new one meanwhile.
        const call = joined.length === 1 ? callWith(3, 1) : callWith(2, 1, 'next', body.seatId);
        return { call, lastSignal: 0, ice };
      },
      { isTalking: true },
    );
    await seat.start();
    say(endedWith('empty'));
    await vi.waitFor(() => expect(seat.call?.id).toBe('next'));
    expect(phases).toEqual(['seated', 'in', 'reconnecting', 'seated', 'in']);
    expect(joined[1]?.callId).not.toBe('call');
    expect(joined[1]?.seatId).not.toBe('seat');
    expect(seat.seatId).toBe(joined[1]?.seatId);
    seat.end();
  });

  it('goes on as well when the old call ended just before it would have come back', async () => {
    vi.useFakeTimers();
    const joined: Joining[] = [];
    const { seat, say } = seatWith(
      (method, path, body) => {
        if (path.endsWith('/status')) return endedWith('empty');
        if (method !== 'POST' || !path.endsWith('/join')) return { lastSignal: 0, version: 0 };
        joined.push(body);
        const refusal = { error: { code: 'conflict', message: 'This already exists.' } };
        if (body.callId === 'call' && joined.length > 1) return Response.json(refusal, { status: 409 });
        const call = joined.length === 1 ? callWith(3, 1) : callWith(1, 1, body.callId, body.seatId);
        return { call, lastSignal: 0, ice };
      },
      { isTalking: true },
    );
    await seat.start();
    say(callWith(4, null));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(seat.call?.id).toBe(joined.at(-1)?.callId);
    expect(seat.call?.id).not.toBe('call');
    seat.end();
  });

  it('is over with its call when nobody talked, or somebody ended it', async () => {
    for (const [reason, isTalking] of [
      ['empty', false],
      ['ended', true],
    ] as const) {
      const { seat, say, phases } = seatWith(
        (method, path) =>
          method === 'POST' && path.endsWith('/join')
            ? { call: callWith(3, 1), lastSignal: 0, ice }
            : { lastSignal: 0, version: 0 },
        { isTalking },
      );
      await seat.start();
      say(endedWith(reason));
      expect(phases.at(-1)).toBe('ended');
    }
  });

  it('is over when its call cannot go on', async () => {
    let joins = 0;
    const { seat, say, phases } = seatWith(
      (method, path) => {
        if (method !== 'POST' || !path.endsWith('/join')) return { lastSignal: 0, version: 0 };
        joins += 1;
        const refusal = { error: { code: 'not_found', message: 'There is no such room.' } };
        return joins === 1
          ? { call: callWith(3, 1), lastSignal: 0, ice }
          : Response.json(refusal, { status: 404 });
      },
      { isTalking: true },
    );
    await seat.start();
    say(endedWith('empty'));
    await vi.waitFor(() => expect(phases.at(-1)).toBe('ended'));
  });

  it('waits for another one to begin the new call where its person may not', async () => {
    vi.useFakeTimers();
    let joins = 0;
    const { seat, say, phases } = seatWith(
      (method, path, body) => {
        if (method !== 'POST' || !path.endsWith('/join')) return { lastSignal: 0, version: 0 };
        joins += 1;
        const refusal = { error: { code: 'conflict', message: 'Nobody has started this call yet.' } };
        if (joins === 2) return Response.json(refusal, { status: 409 });
        const call = joins === 1 ? callWith(3, 1) : callWith(2, 1, 'next', body.seatId);
        return { call, lastSignal: 0, ice };
      },
      { isTalking: true },
    );
    await seat.start();
    say(endedWith('empty'));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(seat.call?.id).toBe('next');
    expect(phases.at(-1)).toBe('in');
    seat.end();
  });
});
