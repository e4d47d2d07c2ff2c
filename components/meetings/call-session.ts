'use client';

import type { Call } from '@/lib/meetings/schemas';

import { backoffMs } from '../realtime/backoff';
import type { Hub } from '../realtime/hub';
import { createStore, type Store } from '../realtime/store';
import { CallLinks } from './call-links';
import { CallSeat, type OverReason, type SeatOptions } from './call-seat';
import { OwnStream, isAlike, tilesOf } from './call-tiles';
import type { CallControls, CallPhase, CallView } from './call-types';
import { CallUpkeep } from './call-upkeep';
import { loadPeerLink } from './load-peer-link';
import { LocalMedia } from './local-media';
import { NO_TRACKS, type LinkTracks, type MakePeerLink } from './peer-link';

export type CallOptions = SeatOptions & {
  hub: Pick<Hub, 'join' | 'onReturn'>;
  isMuted: boolean;
  isCameraOn: boolean;
  /** The devices that were chosen before. */
  devices: { audioInput?: string; videoInput?: string };
  /** Never let the others see one's address: through a relay only. */
  isRelayOnly?: boolean;
};

/**
 * Being in a call, from joining to its end: one's seat, the links to the others, what is sent and what comes. It goes on
 * through bad networks, sleep and a page that is loaded anew; `view` always tells how it stands. Nothing throws.
 */
export class CallSession implements CallControls {
  readonly view: Store<CallView>;
  readonly #options: CallOptions;
  readonly #seat: CallSeat;
  readonly #media = new LocalMedia();
  readonly #own = new OwnStream();
  readonly #upkeep: CallUpkeep;
  readonly #stop = new AbortController();
  #make: MakePeerLink | null = null;
  #links: CallLinks | null = null;
  #isAudioOnly = false;
  #wasCameraOn = false;

  constructor(options: CallOptions) {
    this.#options = options;
    const { isMuted, isCameraOn } = options;
    this.view = createStore<CallView>({
      phase: { name: 'joining' },
      call: null,
      tiles: [],
      isMuted,
      isCameraOn,
      isSharing: false,
      isAudioOnly: false,
      score: null,
      deviceTrouble: null,
    });
    this.#seat = new CallSeat(options, {
      standing: () => this.#standing(),
      onSeated: () => this.#openLinks(),
      onCall: (call) => this.#onCall(call),
      onSignals: (batch) => this.#links?.take(batch) ?? false,
      onPhase: (name) => this.#setPhase({ name }),
      onOver: (reason) => this.#end(reason),
    });
    this.#upkeep = new CallUpkeep({
      links: () => this.#links,
      microphone: () => this.#media.view.get().audio,
      beat: () => this.#seat.beat(),
      noteQuality: () => this.#seat.noteQuality(this.#links?.samples() ?? []),
      renewIce: () => this.#renewIce(),
      iceExpiresAt: () => this.#seat.ice.expiresAt,
      onChange: () => this.#publish(),
    });
  }

  /**
   * Begins, once: joins and stays in, until `leave` or the call's end. The returned function lets go without leaving, as a
   * page does that is loaded anew: the seat stays for some seconds.
   */
  start(): () => void {
    const { isMuted, isCameraOn, devices, hub } = this.#options;
    const { signal } = this.#stop;
    const stops = [
      this.#media.view.subscribe(() => this.#onMedia()),
      hub.onReturn(() => this.#recover(false)),
    ];
    signal.addEventListener('abort', () => {
      for (const stop of stops) stop();
    });
    window.addEventListener('online', () => this.#recover(true), { signal });
    window.addEventListener('pagehide', () => this.#seat.tellClosing(), { signal });
    // The page was kept while another one was shown, and is shown again.
    window.addEventListener('pageshow', ({ persisted }) => persisted && this.#recover(true), { signal });
    void this.#media.open({ isMuted, isCameraOn, ...devices });
    void this.#load();
    void this.#seat.start();
    return () => {
      this.#seat.tellClosing();
      this.#letGo();
    };
  }

  setMuted(isMuted: boolean): void {
    this.#media.setMuted(isMuted);
  }

  async setCamera(isOn: boolean): Promise<void> {
    if (isOn) this.#holdToAudio(false);
    await this.#media.setCamera(isOn);
  }

  async startSharing(): Promise<void> {
    this.#holdToAudio(false);
    await this.#media.startSharing();
  }

  stopSharing(): void {
    this.#media.stopSharing();
  }

  async chooseDevices(chosen: { audioInput?: string; videoInput?: string }): Promise<void> {
    await this.#media.useDevices(chosen);
  }

  setAudioOnly(isAudioOnly: boolean): void {
    if (isAudioOnly === this.#isAudioOnly) return;
    if (isAudioOnly) {
      this.#wasCameraOn = this.#media.view.get().isCameraOn;
      this.#media.stopSharing();
    }
    this.#holdToAudio(isAudioOnly);
    void this.#media.setCamera(!isAudioOnly && this.#wasCameraOn);
  }

  async leave(): Promise<void> {
    const left = this.#seat.leave();
    this.#end('left');
    await left;
  }

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
    this.#upkeep.start();
    if (!this.#make) return;
    this.#links = new CallLinks({
      selfSeatId: this.#options.seatId,
      make: this.#make,
      isRelayOnly: this.#options.isRelayOnly ?? false,
      iceServers: () => this.#seat.ice.iceServers.map(serverOf),
      tracks: () => this.#tracks(),
      wantsPicture: () => !this.#isAudioOnly,
      deliver: (to, signals) => this.#seat.send(to, signals),
      onChange: () => this.#publish(),
    });
  }

  #onCall({ seats }: Call): void {
    this.#links?.setSeats(seats.filter(({ id }) => id !== this.#options.seatId));
    this.#publish();
  }

  /** The network may be another one, or the machine slept; `isSure`: it certainly is. */
  #recover(isSure: boolean): void {
    this.#seat.beat();
    for (const link of this.#links?.all() ?? []) link.recover(isSure);
  }

  #tracks(): LinkTracks {
    const { audio, video, screen } = this.#media.view.get();
    if (this.#isAudioOnly) return { ...NO_TRACKS, audio };
    return {
      audio,
      video,
      screenAudio: screen?.getAudioTracks()[0] ?? null,
      screenVideo: screen?.getVideoTracks()[0] ?? null,
    };
  }

  #standing(): { isMuted: boolean; isCameraOn: boolean; isSharing: boolean } {
    const { isMuted, isCameraOn, screen } = this.#media.view.get();
    return { isMuted, isCameraOn, isSharing: screen !== null };
  }

  #onMedia(): void {
    for (const link of this.#links?.all() ?? []) link.setTracks();
    const { isMuted, isCameraOn, isSharing } = this.view.get();
    const isNews = !isAlike({ isMuted, isCameraOn, isSharing }, this.#standing());
    this.#publish();
    if (isNews) this.#seat.beat();
  }

  #holdToAudio(isAudioOnly: boolean): void {
    if (isAudioOnly === this.#isAudioOnly) return;
    this.#isAudioOnly = isAudioOnly;
    this.#onMedia();
  }

  async #renewIce(): Promise<void> {
    if (await this.#seat.renewIce()) for (const link of this.#links?.all() ?? []) link.setIceServers();
  }

  #publish(): void {
    if (this.#stop.signal.aborted) return;
    const before = this.view.get();
    const local = this.#media.view.get();
    const links = this.#links;
    const own = {
      seatId: this.#options.seatId,
      local,
      isSpeaking: this.#upkeep.isSpeaking && !local.isMuted,
      stream: this.#own.of(local),
    };
    const { call } = this.#seat;
    const scores = links?.samples().map(({ score }) => score) ?? [];
    const next: CallView = {
      phase: before.phase,
      call,
      tiles: tilesOf(before.tiles, call?.seats ?? [], own, (seatId) => links?.get(seatId)),
      ...this.#standing(),
      isAudioOnly: this.#isAudioOnly || (links?.areAudioOnly() ?? false),
      score: scores.length > 0 ? Math.min(...scores) : null,
      deviceTrouble: local.trouble,
    };
    if (!isAlike(next, before)) this.view.set(next);
  }

  #setPhase(phase: CallPhase): void {
    const view = this.view.get();
    if (view.phase.name !== phase.name && view.phase.name !== 'over') this.view.set({ ...view, phase });
  }

  #end(reason: OverReason): void {
    if (this.#stop.signal.aborted) return;
    const { call } = this.#seat;
    this.#letGo();
    const over: CallPhase = { name: 'over', reason };
    this.view.set({ ...this.view.get(), phase: over, call, tiles: [], isSharing: false });
  }

  #letGo(): void {
    this.#stop.abort();
    this.#seat.end();
    this.#upkeep.stop();
    this.#links?.end();
    this.#media.close();
  }
}

function serverOf({ urls, username, credential }: CallSeat['ice']['iceServers'][number]): RTCIceServer {
  return {
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  };
}
