import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Signal } from '@/lib/meetings/schemas';

import { CallLink } from './call-link';
import { NO_TRACKS, type PeerLink } from './peer-link';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The link of a seat to another one, what its connections were fed, and how many of them there were. */
function linkBetween(selfSeatId: string, otherSeatId: string) {
  const fed: Signal[] = [];
  let connections = 0;
  const make = (): PeerLink => {
    connections += 1;
    return {
      feed: (signal) => fed.push(signal),
      setTracks: () => undefined,
      received: () => NO_TRACKS,
      sender: () => null,
      receiver: () => null,
      restartIce: () => undefined,
      setIceServers: () => undefined,
      stats: async () => null,
      send: () => true,
      destroy: () => undefined,
    };
  };
  const link = new CallLink(
    {
      selfSeatId,
      make,
      iceServers: () => [],
      tracks: () => NO_TRACKS,
      wantsPicture: () => true,
      links: () => 1,
      deliver: async () => 'taken',
      onChange: () => undefined,
    },
    {
      id: otherSeatId,
      memberId: 'bo',
      incarnation: 1,
      isMuted: false,
      isCameraOn: false,
      isSharing: false,
      joinedAt: '2026-11-20T10:00:00.000Z',
    },
  );
  return { link, fed, connections: () => connections };
}

test('descriptions that come again, several of them together, are given to the connection once', () => {
  const { link, fed } = linkBetween('b', 'a');
  const [first, second] = [
    { type: 'offer', sdp: 'first' },
    { type: 'offer', sdp: 'second' },
  ] as const;
  for (const offer of [first, second, first, second]) link.feed(1, offer);
  expect(fed).toEqual([first, second]);
  link.end();
});

test('a seat that offers ever new attempts makes the other end build few connections, and later more', () => {
  const { link, connections } = linkBetween('b', 'a');
  for (let attempt = 1; attempt <= 1_000; attempt += 1) link.feed(attempt, { type: 'offer', sdp: 'offer' });
  expect(connections()).toBe(20);
  vi.advanceTimersByTime(60_000);
  link.feed(2_000, { type: 'offer', sdp: 'offer' });
  expect(connections()).toBe(21);
  link.end();
});

test('nor does one that asks for ever new attempts', () => {
  const { link, connections } = linkBetween('a', 'b');
  for (let attempt = 1; attempt <= 1_000; attempt += 1)
    link.feed(attempt, { type: 'restart', link: attempt });
  expect(connections()).toBe(20);
  link.end();
});
