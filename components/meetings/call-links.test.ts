import { afterEach, expect, test, vi } from 'vitest';

import { AUDIO_ONLY } from './adaptation';
import { CallLinks } from './call-links';
import { callViewOf } from './call-view';
import { linkWord } from './link-word';
import { newCallView } from './new-call-view';
import { OwnMedia } from './own-media';
import { NO_TRACKS, type PeerLink, type PeerLinkOptions } from './peer-link';

afterEach(() => void vi.unstubAllGlobals());

const stats = vi.fn<PeerLink['stats']>();

/** The links of a call with one other seat, which is connected and has its camera on. */
function connectedLinks(peers: PeerLinkOptions[] = []): CallLinks {
  const links = new CallLinks({
    selfSeatId: 'a',
    make: (options) => {
      peers.push(options);
      return {
        feed: () => undefined,
        setTracks: () => undefined,
        received: () => NO_TRACKS,
        sender: () => null,
        receiver: () => null,
        restartIce: () => undefined,
        setIceServers: () => undefined,
        stats,
        send: () => true,
        destroy: () => undefined,
      };
    },
    iceServers: () => [],
    tracks: () => NO_TRACKS,
    wantsPicture: () => true,
    deliver: async () => 'taken',
    onChange: () => undefined,
  });
  links.setSeats([
    {
      id: 'b',
      memberId: 'bo',
      incarnation: 1,
      isMuted: false,
      isCameraOn: true,
      isSharing: false,
      joinedAt: '2026-11-20T10:00:00.000Z',
    },
  ]);
  peers[0]?.onConnected();
  return links;
}

test('links are looked at again after a look that failed', async () => {
  const reported = vi.fn<(error: unknown) => void>();
  vi.stubGlobal('reportError', reported);
  const links = connectedLinks();
  stats.mockRejectedValueOnce(new Error('broken')).mockResolvedValue(null);
  await links.look();
  await links.look();
  expect(stats).toHaveBeenCalledTimes(2);
  expect(reported).toHaveBeenCalledOnce();
  links.end();
});

test('a line that carries sound only is no choice of sound only', () => {
  vi.stubGlobal('navigator', {});
  const links = connectedLinks();
  const own = new OwnMedia(() => undefined);
  const view = () =>
    callViewOf(newCallView(true, false), {
      seatId: 'a',
      call: null,
      seats: [],
      own,
      isSpeaking: false,
      links,
    });
  for (const { meter } of links.all()) meter.adaptation = { ...meter.adaptation, level: AUDIO_ONLY };
  expect(view()).toMatchObject({ isAudioOnly: false, isLineNarrow: true });
  own.setAudioOnly(true);
  expect(view()).toMatchObject({ isAudioOnly: true, isLineNarrow: false });
  own.close();
  links.end();
});

test('a camera that is on, and whose picture the line does not carry, is told of', () => {
  vi.stubGlobal('MediaStream', Object);
  const peers: PeerLinkOptions[] = [];
  const links = connectedLinks(peers);
  const wordNow = () => linkWord(links.get('b')?.view() ?? null);
  expect(wordNow()).toBeNull();
  peers[0]?.onMessage(JSON.stringify({ picture: { wants: true, sends: false } }));
  expect(wordNow()).toBe('held');
  peers[0]?.onMessage(JSON.stringify({ picture: { wants: true, sends: true } }));
  expect(wordNow()).toBeNull();
  links.end();
});
