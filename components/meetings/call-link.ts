import { newLink, stepLink, type LinkEvent, type LinkState } from '@/lib/meetings/link-state';
import type { Seat, Signal } from '@/lib/meetings/schemas';

import { AUDIO_ONLY } from './adaptation';
import type { LinkView } from './call-types';
import { LinkMeter } from './link-meter';
import { NO_TRACKS, type LinkPath, type LinkTracks, type MakePeerLink, type PeerLink } from './peer-link';
import { SignalOutbox, type Delivery } from './signal-outbox';
import { SILENT, hearVoice, levelOf, type Voice } from './speaking';

/** Connections are dear: the other end makes this page build no more than so many of them in so much time. */
const MAX_ATTEMPTS = 20;
const ATTEMPTS_WINDOW_MS = 60_000;

/** What a link needs of the call that it belongs to. */
export type LinkHost = {
  selfSeatId: string;
  make: MakePeerLink;
  iceServers: () => RTCIceServer[];
  tracks: () => LinkTracks;
  /** Whether pictures are asked for. */
  wantsPicture: () => boolean;
  /** How many links there are. */
  links: () => number;
  deliver: (to: Seat, signals: readonly { link: number; data: Signal }[]) => Promise<Delivery>;
  onChange: () => void;
};

/** The link to one seat as long as one page sits there: attempt after attempt, whatever happens to the line. */
export class CallLink {
  seat: Seat;
  readonly meter: LinkMeter;
  voice: Voice = SILENT;
  stream: MediaStream | null = null;
  screen: MediaStream | null = null;
  readonly #host: LinkHost;
  readonly #outbox: SignalOutbox;
  #state: LinkState;
  #peer: PeerLink | null = null;
  #path: LinkPath = 'up';
  #wasConnected = false;
  #isOver = false;
  /** What the other end said of pictures: whether it asks for them, and whether it sends any. */
  #other = { wants: true, sends: true };
  /** When attempts began of late; in milliseconds. */
  #begun: readonly number[] = [];
  /** Descriptions that the present attempt was given. */
  readonly #fed = new Set<string>();

  constructor(host: LinkHost, seat: Seat) {
    this.#host = host;
    this.seat = seat;
    this.#state = newLink(host.selfSeatId < seat.id);
    this.meter = new LinkMeter(seat.id, host.links());
    this.#outbox = new SignalOutbox((signals) => host.deliver(this.seat, signals));
    this.#apply({ type: 'start', nowMs: performance.now() });
  }

  feed(link: number, data: Signal): void {
    const nowMs = performance.now();
    if (!this.#isPressed(link, data, nowMs)) this.#apply({ type: 'signal', link, data, nowMs });
  }

  tick(): void {
    this.#apply({ type: 'tick', nowMs: performance.now() });
  }

  /** The seat's standing changed: muted, seen, sharing. */
  update(seat: Seat): void {
    this.seat = seat;
    this.#compose();
  }

  /** Own tracks or wishes changed. */
  setTracks(): void {
    this.#peer?.setTracks(this.#ownTracks());
    this.#tellPicture();
    this.#compose();
  }

  setIceServers(): void {
    this.#peer?.setIceServers(this.#host.iceServers());
  }

  /** The network may be another one; with `isSure` also a link that seems well looks for a new way. */
  recover(isSure: boolean): void {
    // What was begun without a network knows no way out: a new attempt does.
    if (isSure && this.#state.phase === 'connecting')
      this.#apply({ type: 'renew', nowMs: performance.now() });
    else if (isSure || this.#path === 'down') this.#peer?.restartIce();
    this.#outbox.flush();
  }

  /** A look at how the link is, about every two seconds. */
  async look(): Promise<void> {
    const peer = this.#peer;
    if (!peer || this.#path === 'down' || this.#state.phase !== 'connected') return this.meter.forget();
    const level = this.meter.adaptation.level;
    await this.meter.look(peer, this.#host.links());
    if (level !== this.meter.adaptation.level) this.#tellPicture();
  }

  /** A look at who speaks, some times a second. */
  listen(nowMs: number): void {
    const isHeard = this.#path === 'up' && !this.seat.isMuted;
    this.voice = hearVoice(
      this.voice,
      isHeard ? levelOf(this.#peer?.receiver('audio') ?? null) : null,
      nowMs,
    );
  }

  view(): LinkView {
    const { phase, trouble } = this.#state;
    const isUp = phase === 'connected' && this.#path === 'up';
    const notYet = this.#wasConnected ? 'reconnecting' : 'connecting';
    const isPictureHeld = this.seat.isCameraOn && !this.#other.sends && this.#host.wantsPicture();
    return { phase: isUp ? 'connected' : notYet, trouble, isPictureHeld, quality: this.meter.quality };
  }

  /** At once: who was removed must not go on hearing. */
  end(): void {
    this.#isOver = true;
    this.#outbox.end();
    this.#peer?.destroy();
    this.#peer = null;
  }

  #apply(event: LinkEvent): void {
    if (this.#isOver) return;
    const [next, effects] = stepLink(this.#state, event);
    const isNews = next.phase !== this.#state.phase || next.trouble !== this.#state.trouble;
    this.#state = next;
    for (const effect of effects) {
      if (effect.type === 'connect') this.#connect(effect.link);
      if (effect.type === 'send') this.#outbox.add(effect.link, effect.data);
      if (effect.type === 'feed') this.#feed(effect.data);
    }
    if (isNews) this.#host.onChange();
  }

  /** Whether the other end asks for one more attempt than any honest one would: it does as if that was lost. */
  #isPressed(link: number, data: Signal, nowMs: number): boolean {
    if (data.type !== 'restart' && (data.type !== 'offer' || link <= this.#state.link)) return false;
    this.#begun = this.#begun.filter((atMs) => nowMs - atMs < ATTEMPTS_WINDOW_MS);
    return this.#begun.length >= MAX_ATTEMPTS;
  }

  #connect(link: number): void {
    this.#begun = [...this.#begun.slice(-MAX_ATTEMPTS), performance.now()];
    this.#peer?.destroy();
    this.#fed.clear();
    // What the other end says may come before we know that we are connected.
    this.#other = { wants: true, sends: true };
    const peer = this.#host.make({
      isInitiator: this.#state.isInitiator,
      iceServers: this.#host.iceServers(),
      tracks: this.#ownTracks(),
      onSignal: (signal) => this.#outbox.add(link, signal),
      onMedia: () => this.#compose(),
      onConnected: () => this.#onConnected(link, peer),
      onPath: (path) => {
        this.#path = path;
        this.#host.onChange();
      },
      onMessage: (text) => this.#onMessage(text),
      onClosed: () => this.#apply({ type: 'closed', link, nowMs: performance.now() }),
    });
    this.#peer = peer;
  }

  /** A repetition of what was delivered already would be an error to the connection. */
  #feed(data: Signal): void {
    if ('sdp' in data) {
      if (this.#fed.has(data.sdp)) return;
      this.#fed.add(data.sdp);
    }
    this.#peer?.feed(data);
  }

  #onConnected(link: number, peer: PeerLink): void {
    this.#wasConnected = true;
    this.#path = 'up';
    void this.meter.apply(peer);
    this.#tellPicture();
    this.#compose();
    this.#apply({ type: 'connected', link, nowMs: performance.now() });
  }

  #onMessage(text: string): void {
    const said = pictureOf(text);
    if (!said) return;
    this.#other = said;
    this.#peer?.setTracks(this.#ownTracks());
    this.#compose();
  }

  #tellPicture(): void {
    const sends = this.meter.adaptation.level < AUDIO_ONLY && this.#host.wantsPicture();
    this.#peer?.send(JSON.stringify({ picture: { wants: this.#host.wantsPicture(), sends } }));
    this.#host.onChange();
  }

  #ownTracks(): LinkTracks {
    const tracks = this.#host.tracks();
    return this.#other.wants
      ? tracks
      : { ...NO_TRACKS, audio: tracks.audio, screenAudio: tracks.screenAudio };
  }

  /** Streams of what comes: other objects when their tracks change, since players do not notice otherwise. */
  #compose(): void {
    const { audio, video, screenAudio, screenVideo } = this.#peer?.received() ?? NO_TRACKS;
    // What is not wanted ends with its last picture, which would stand still.
    const isWanted = this.#host.wantsPicture();
    if (audio || video) {
      const isSeen = isWanted && this.seat.isCameraOn && this.#other.sends;
      this.stream = streamOf(this.stream, [audio, isSeen ? video : null]);
    }
    if (!this.seat.isSharing) this.screen = null;
    else if (screenVideo) this.screen = streamOf(this.screen, [screenAudio, isWanted ? screenVideo : null]);
    this.#host.onChange();
  }
}

function streamOf(old: MediaStream | null, wanted: readonly (MediaStreamTrack | null)[]): MediaStream {
  const tracks = wanted.filter((track) => track !== null);
  const has = old?.getTracks() ?? [];
  const isSame = old !== null && has.length === tracks.length && tracks.every((track) => has.includes(track));
  return isSame ? old : new MediaStream(tracks);
}

function pictureOf(text: string): { wants: boolean; sends: boolean } | null {
  try {
    const said: unknown = JSON.parse(text);
    const picture: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, 'picture') : null;
    if (typeof picture !== 'object' || picture === null) return null;
    return { wants: Reflect.get(picture, 'wants') !== false, sends: Reflect.get(picture, 'sends') !== false };
  } catch {
    // Not of our making: whoever sends it can at worst be without a picture.
    return null;
  }
}
