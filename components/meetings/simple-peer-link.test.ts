import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Signal } from '@/lib/meetings/schemas';

import { NO_TRACKS } from './peer-link';
import { SimplePeerLink } from './simple-peer-link';

class FakeConnection extends EventTarget {
  signalingState = 'stable';
  iceConnectionState = 'new';
  iceGatheringState = 'new';
  remoteDescription = null;
  getTransceivers = () => [];
  close = () => undefined;
}

/** As browsers do (WebRTC 4.8.1): a candidate belongs to some part of the session. */
function FakeCandidate({ sdpMid = null, sdpMLineIndex = null }: RTCIceCandidateInit): void {
  if (sdpMid === null && sdpMLineIndex === null) throw new TypeError('no sdpMid and no sdpMLineIndex');
}

beforeEach(() => {
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
  vi.stubGlobal('RTCSessionDescription', Object);
  vi.stubGlobal('RTCIceCandidate', FakeCandidate);
  vi.stubGlobal('MediaStream', Object);
});
afterEach(() => void vi.unstubAllGlobals());

function openLink() {
  const closed = vi.fn<() => void>();
  const link = new SimplePeerLink({
    isInitiator: false,
    iceServers: [],
    tracks: NO_TRACKS,
    onSignal: () => undefined,
    onMedia: () => undefined,
    onConnected: () => undefined,
    onPath: () => undefined,
    onMessage: () => undefined,
    onClosed: closed,
  });
  return { link, closed };
}

const malformed: Signal = { type: 'candidate', candidate: { candidate: 'candidate:1' } };

test('a malformed candidate ends the connection, for a new attempt, and throws nothing', async () => {
  const { link, closed } = openLink();
  link.feed({ type: 'candidate', candidate: { candidate: 'candidate:1', sdpMid: '0' } });
  expect(() => link.feed(malformed)).not.toThrow();
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  link.feed(malformed);
});
