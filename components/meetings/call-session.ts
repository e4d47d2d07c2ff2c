'use client';

import type { Call } from '@/lib/meetings/schemas';

import { backoffMs } from '../realtime/backoff';
import type { Hub } from '../realtime/hub';
import { createStore, type Store } from '../realtime/store';
import { CallLinks } from './call-links';
import { CallSeat, type SeatOptions } from './call-seat';
import { isAlike, type ShownSeat } from './call-tiles';
import type { CallControls, CallPhase, CallView } from './call-types';
import { CallUpkeep } from './call-upkeep';
import { callViewOf } from './call-view';
import { loadPeerLink } from './load-peer-link';
import { newCallView } from './new-call-view';
import { OwnMedia } from './own-media';
import type { MakePeerLink } from './peer-link';
import { keepScreenLit } from './wake-lock';
import type { OverReason } from './why-not-joined';

export type CallOptions = SeatOptions & {
  memberId: string;
  /** Who was last seen in the call, to be shown until one is in. */
  expected: readonly ShownSeat[];
  hub: Pick<Hub, 'join' | 'onReturn'>;
  isMuted: boolean;
  isCameraOn: boolean;
  /** The devices that were chosen before. */
  devices: { audioInput?: string; videoInput?: string };
  /** Microphone and camera as they are open; the session ends them. */
  tracks?: readonly MediaStreamTrack[];
};

/**
 * Being in a call, from joining to its end: one's seat, the links to the others, what is sent and what comes. It goes on
 * through bad networks, sleep and a page that is loaded anew; `view` always tells how it stands. Nothing throws.
 */
export class CallSession implements CallControls {
  readonly view: Store<CallView>;
  readonly #options: CallOptions;
  readonly #seat: CallSeat;
  readonly #own = new OwnMedia(() => this.#onOwn());
  readonly #upkeep: CallUpkeep;
  readonly #stop = new AbortController();
  /** How the others were last told that one stands. */
  #told = this.#own.standing();
  #make: MakePeerLink | null = null;
  #links: CallLinks | null = null;

  constructor(options: CallOptions) {
    this.#options = options;
    this.view = createStore<CallView>(newCallView(options.isMuted, options.isCameraOn));
    this.#seat = new CallSeat(options, {
      standing: () => this.#own.standing(),
      onSeated: () => this.#openLinks(),
      onCall: (call) => this.#onCall(call),
      onSignals: (batch) => this.#links?.take(batch) ?? false,
      onPhase: (name) => this.#setPhase({ name }),
      wasTalking: () => this.#upkeep.wasTalking(),
      onOver: (reason, says) => this.#end(reason, says),
    });
    this.#upkeep = new CallUpkeep({
      links: () => this.#links,
      microphone: () => this.#own.local.audio,
      beat: () => this.#seat.beat(),
      noteQuality: () => this.#seat.noteQuality(this.#links?.samples() ?? []),
      renewIce: () => this.#renewIce(),
      iceExpiresAt: () => this.#seat.ice.expiresAt,
      onChange: () => this.#publish(),
    });
  }

  /** Begins, once: joins and stays in, until `leave` or the call's end. */
  start(): void {
    const { isMuted, isCameraOn, tracks, devices, hub } = this.#options;
    const { signal } = this.#stop;
    signal.addEventListener(
      'abort',
      hub.onReturn(() => void this.#recover(false)),
    );
    window.addEventListener('online', () => void this.#recover(true), { signal });
    window.addEventListener('pagehide', () => this.#seat.tellClosing(), { signal });
    // The page was kept while another one was shown, and is shown again.
    window.addEventListener('pageshow', ({ persisted }) => persisted && void this.#recover(true), { signal });
    void this.#own.open({ isMuted, isCameraOn, tracks, ...devices });
    void this.#load();
    void this.#seat.start();
    this.#upkeep.start();
    signal.addEventListener('abort', keepScreenLit());
  }

  // Fields, so that screens may hand each of them on alone.
  readonly setMuted = (isMuted: boolean): void => this.#own.setMuted(isMuted);
  readonly setCamera = async (isOn: boolean): Promise<void> => await this.#own.setCamera(isOn);
  readonly startSharing = async (): Promise<void> => await this.#own.startSharing();
  readonly stopSharing = (): void => this.#own.stopSharing();
  readonly setAudioOnly = (isAudioOnly: boolean): void => this.#own.setAudioOnly(isAudioOnly);
  readonly forgetTroubles = (): void => this.#own.forgetTroubles();
  readonly chooseDevices = async (chosen: Parameters<CallControls['chooseDevices']>[0]): Promise<void> =>
    await this.#own.chooseDevices(chosen);
  readonly leave = async (): Promise<void> => {
    const left = this.#seat.leave();
    this.#end('left');
    await left;
  };

  /** What makes links; fetched while the seat is taken. */
  async #load(): Promise<void> {
    for (let tries = 1; !this.#make && !this.#stop.signal.aborted; tries += 1) {
      this.#make = await loadPeerLink().catch(() => null);
      if (!this.#make) await new Promise((resolve) => setTimeout(resolve, backoffMs(tries, 5_000)));
    }
    if (this.#stop.signal.aborted || !this.#seat.call) return;
    this.#openLinks();
    this.#onCall(this.#seat.call);
    this.#seat.resume();
  }

  #openLinks(): void {
    this.#links?.end();
    this.#links = null;
    if (!this.#make) return;
    this.#links = new CallLinks({
      selfSeatId: this.#seat.seatId,
      make: this.#make,
      iceServers: () => this.#seat.ice.iceServers.map(serverOf),
      tracks: () => this.#own.tracks(),
      wantsPicture: () => !this.#own.isAudioOnly,
      deliver: (to, signals) => this.#seat.send(to, signals),
      onChange: () => this.#publish(),
    });
  }

  #onCall({ seats }: Call): void {
    this.#links?.setSeats(seats.filter(({ id }) => id !== this.#seat.seatId));
    this.#publish();
  }

  /** The network may be another one, or the machine slept; `isSure`: it certainly is. */
  async #recover(isSure: boolean): Promise<void> {
    this.#seat.beat();
    // Through a relay that does not know us any more there is no way.
    if (this.#upkeep.isIceOver()) await this.#renewIce();
    for (const link of this.#links?.all() ?? []) link.recover(isSure);
  }

  #onOwn(): void {
    for (const link of this.#links?.all() ?? []) link.setTracks();
    const standing = this.#own.standing();
    const isNews = !isAlike(this.#told, standing);
    this.#told = standing;
    this.#publish();
    if (isNews) this.#seat.beat();
  }

  async #renewIce(): Promise<void> {
    if (await this.#seat.renewIce()) for (const link of this.#links?.all() ?? []) link.setIceServers();
  }

  #publish(): void {
    if (this.#stop.signal.aborted) return;
    const before = this.view.get();
    const next = callViewOf(before, {
      seatId: this.#seat.seatId,
      call: this.#seat.call,
      seats: this.#seat.call?.seats ?? this.#expected(),
      own: this.#own,
      isSpeaking: this.#upkeep.isSpeaking,
      links: this.#links,
    });
    if (next !== before) this.view.set(next);
  }

  #expected(): readonly ShownSeat[] {
    const { expected, memberId } = this.#options;
    const id = this.#seat.seatId;
    return [...expected.filter((seat) => seat.id !== id), { id, memberId, ...this.#own.standing() }];
  }

  #setPhase(phase: CallPhase): void {
    const view = this.view.get();
    if (view.phase.name !== phase.name && view.phase.name !== 'over') this.view.set({ ...view, phase });
  }

  #end(reason: OverReason, says: string | null = null): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.#seat.end();
    this.#upkeep.stop();
    this.#links?.end();
    this.#own.close();
    const { call } = this.#seat;
    const over: CallPhase = { name: 'over', reason, says };
    this.view.set({ ...this.view.get(), phase: over, call, tiles: [], isSharing: false });
  }
}

function serverOf({ urls, username, credential }: CallSeat['ice']['iceServers'][number]): RTCIceServer {
  return {
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  };
}
