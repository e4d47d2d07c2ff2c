import SimplePeer from 'simple-peer';

import type { Signal } from '@/lib/meetings/schemas';

import { NO_TRACKS, type LinkRole, type LinkTracks, type PeerLink, type PeerLinkOptions } from './peer-link';

/** A way that broke often comes back by itself; after this, another one is looked for. */
const RESTART_MS = 3_000;
/** After this it is given up, for a new attempt. */
const GIVE_UP_MS = 10_000;

/** The order in which the initiator puts them, and by which both ends know them. */
const ROLES: readonly (readonly [LinkRole, 'audio' | 'video'])[] = [
  ['audio', 'audio'],
  ['video', 'video'],
  ['screenAudio', 'audio'],
  ['screenVideo', 'video'],
];

/** A PeerLink by simple-peer. */
export class SimplePeerLink implements PeerLink {
  readonly #peer: SimplePeer.Instance;
  readonly #pc: RTCPeerConnection | null;
  readonly #options: PeerLinkOptions;
  // What belongs together for the other end, whose player keeps sound and picture in step by it.
  readonly #streams = { main: new MediaStream(), screen: new MediaStream() };
  #tracks: LinkTracks;
  #isConnected = false;
  #hasMedia = false;
  #isOver = false;
  #restartTimer: ReturnType<typeof setTimeout> | undefined;
  #giveUpTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PeerLinkOptions) {
    this.#options = options;
    this.#tracks = options.tracks;
    const { isInitiator: initiator, iceServers } = options;
    this.#peer = new SimplePeer({
      initiator,
      objectMode: true,
      // Without servers of our own there are none: the library's are strangers.
      config: { iceServers, bundlePolicy: 'max-bundle' },
    });
    this.#pc = connectionOf(this.#peer);
    this.#listen();
    if (initiator) this.#offerAll();
  }

  feed(signal: Signal): void {
    if (this.#isOver || signal.type === 'restart') return;
    try {
      // Nothing else is ever renegotiated: the other end asks for a new way.
      if (signal.type === 'renegotiate') this.restartIce();
      else if (signal.type !== 'candidate') this.#peer.signal(signal);
      else this.#peer.signal({ type: 'candidate', candidate: new RTCIceCandidate(candidateOf(signal)) });
    } catch {
      // Malformed, as no browser makes it: what the other end means is not known, and a new attempt begins.
      this.#peer.destroy();
    }
  }

  setTracks(tracks: LinkTracks): void {
    this.#tracks = tracks;
    this.#applyTracks();
  }

  received(): LinkTracks {
    if (!this.#hasMedia) return NO_TRACKS;
    const of = (role: LinkRole) => this.receiver(role)?.track ?? null;
    return {
      audio: of('audio'),
      video: of('video'),
      screenAudio: of('screenAudio'),
      screenVideo: of('screenVideo'),
    };
  }

  sender(role: LinkRole): RTCRtpSender | null {
    return this.#transceiver(role)?.sender ?? null;
  }

  receiver(role: LinkRole): RTCRtpReceiver | null {
    return this.#transceiver(role)?.receiver ?? null;
  }

  restartIce(): void {
    if (this.#isOver || !this.#isConnected) return;
    const again: Signal = { type: 'renegotiate', renegotiate: true };
    if (!this.#options.isInitiator) return this.#options.onSignal(again);
    this.#pc?.restartIce();
    this.#peer.signal(again);
  }

  setIceServers(iceServers: RTCIceServer[]): void {
    if (!this.#isOver) this.#pc?.setConfiguration({ ...this.#pc.getConfiguration(), iceServers });
  }

  async stats(): Promise<RTCStatsReport | null> {
    return this.#isOver || !this.#pc ? null : await this.#pc.getStats().catch(() => null);
  }

  send(text: string): boolean {
    if (this.#isOver || !this.#peer.connected) return false;
    try {
      this.#peer.send(text);
      return true;
    } catch {
      // Its channel closes at this very moment: the end is told as well.
      return false;
    }
  }

  destroy(): void {
    if (this.#isOver) return;
    this.#end();
    this.#peer.destroy();
  }

  #listen(): void {
    const peer = this.#peer;
    peer.on('signal', (data) => {
      const signal = this.#isOver ? null : signalOf(data);
      if (signal) this.#options.onSignal(signal);
    });
    peer.on('connect', () => {
      if (this.#isOver) return;
      this.#isConnected = true;
      this.#applyTracks();
      this.#options.onConnected();
    });
    peer.on('data', (chunk: unknown) => {
      if (!this.#isOver && typeof chunk === 'string') this.#options.onMessage(chunk);
    });
    peer.on('iceStateChange', (state: RTCIceConnectionState) => this.#onIceState(state));
    // What will come is known with the other end's description: its players are there when the first of it arrives.
    this.#pc?.addEventListener('track', () => this.#tellMedia());
    peer.on('signalingStateChange', (state: RTCSignalingState) => {
      // Between the offer and our answer to it: whatever is offered, we send as well.
      if (state === 'have-remote-offer') this.#joinAll();
    });
    // An error is followed by the end; without a listener it would be thrown.
    peer.on('error', () => undefined);
    peer.on('close', () => {
      if (this.#isOver) return;
      this.#end();
      this.#options.onClosed();
    });
  }

  #tellMedia(): void {
    if (this.#isOver || this.#hasMedia) return;
    this.#hasMedia = true;
    this.#options.onMedia();
  }

  #onIceState(state: RTCIceConnectionState): void {
    if (this.#isOver || !this.#isConnected) return;
    if (state === 'connected' || state === 'completed') {
      this.#clearTimers();
      this.#options.onPath('up');
    }
    if (state !== 'disconnected' || this.#giveUpTimer !== undefined) return;
    this.#options.onPath('down');
    this.#restartTimer = setTimeout(() => this.restartIce(), RESTART_MS);
    this.#giveUpTimer = setTimeout(() => this.#peer.destroy(), GIVE_UP_MS);
  }

  #offerAll(): void {
    for (const [role, kind] of ROLES) {
      this.#peer.addTransceiver(kind, { direction: 'sendrecv', streams: [this.#streamOf(role)] });
    }
    this.#applyTracks();
  }

  #joinAll(): void {
    for (const [role] of ROLES) {
      const transceiver = this.#transceiver(role);
      if (!transceiver || transceiver.direction === 'sendrecv') continue;
      transceiver.direction = 'sendrecv';
      transceiver.sender.setStreams(this.#streamOf(role));
    }
    this.#applyTracks();
  }

  #applyTracks(): void {
    if (this.#isOver) return;
    for (const [role] of ROLES) {
      const sender = this.sender(role);
      // It fails only when the connection closes meanwhile.
      if (sender && sender.track !== this.#tracks[role])
        void sender.replaceTrack(this.#tracks[role]).catch(() => null);
    }
  }

  #streamOf(role: LinkRole): MediaStream {
    return role === 'audio' || role === 'video' ? this.#streams.main : this.#streams.screen;
  }

  #transceiver(role: LinkRole): RTCRtpTransceiver | undefined {
    const at = ROLES.findIndex(([name]) => name === role);
    const found = this.#isOver ? undefined : this.#pc?.getTransceivers()[at];
    return found?.receiver.track.kind === ROLES[at]?.[1] ? found : undefined;
  }

  #clearTimers(): void {
    clearTimeout(this.#restartTimer);
    clearTimeout(this.#giveUpTimer);
    this.#giveUpTimer = undefined;
  }

  #end(): void {
    this.#isOver = true;
    this.#clearTimers();
  }
}

/** The connection inside, which simple-peer keeps to itself: for ICE restarts, senders and statistics. */
function connectionOf(peer: SimplePeer.Instance): RTCPeerConnection | null {
  const inside: unknown = Reflect.get(peer, '_pc');
  return inside instanceof RTCPeerConnection ? inside : null;
}

function candidateOf({ candidate }: Extract<Signal, { type: 'candidate' }>): RTCIceCandidateInit {
  const { candidate: text, sdpMid = null, sdpMLineIndex = null } = candidate;
  return { candidate: text, sdpMid, sdpMLineIndex };
}

function signalOf(data: SimplePeer.SignalData): Signal | null {
  if (data.type === 'renegotiate') return data;
  if (data.type === 'offer' || data.type === 'answer') {
    return data.sdp === undefined ? null : { type: data.type, sdp: data.sdp };
  }
  if (data.type !== 'candidate') return null;
  const { candidate, sdpMid, sdpMLineIndex } = data.candidate;
  return { type: 'candidate', candidate: { candidate, sdpMid, sdpMLineIndex } };
}
