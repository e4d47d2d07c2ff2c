'use client';

import { createStore, type Store } from '../realtime/store';
import { askForScreen, askForTracks, troubleOf, type DeviceTrouble } from './media-devices';

/** What the person's own devices give at this moment. */
export type LocalView = {
  /** The microphone; also while muted. */
  audio: MediaStreamTrack | null;
  /** The camera; null while it is off, when the device is let go. */
  video: MediaStreamTrack | null;
  /** The shared screen, with its sound; null when none is shared. */
  screen: MediaStream | null;
  /** As the person wishes, and true where there is no microphone: one press then asks for it. */
  isMuted: boolean;
  /** The system, or a switch on the microphone, keeps it silent. */
  isSilenced: boolean;
  isCameraOn: boolean;
  /** The last thing that went wrong with each; null again once it works. */
  troubles: LocalTroubles;
};

/** silenced: the person wants to be heard, and the system or a switch does not let them. */
export type LocalTroubles = {
  audio: DeviceTrouble | 'silenced' | null;
  video: DeviceTrouble | null;
  screen: DeviceTrouble | null;
};

const NO_TROUBLES: LocalTroubles = { audio: null, video: null, screen: null };

type Wishes = {
  isMuted: boolean;
  isCameraOn: boolean;
  /** What is open already. */
  tracks?: readonly MediaStreamTrack[] | undefined;
};
type Chosen = { audioInput?: string | undefined; videoInput?: string | undefined };
type Kind = 'audio' | 'video';

/** Nothing is open. */
export const EMPTY_LOCAL: LocalView = {
  audio: null,
  video: null,
  screen: null,
  isMuted: false,
  isSilenced: false,
  isCameraOn: false,
  troubles: NO_TROUBLES,
};

/**
 * The person's microphone, camera and screen, before and in a call. Changes are made one after the other, so the last wish
 * holds. Nothing throws: what goes wrong is told as `troubles`. A device that is unplugged is followed by the next one.
 */
export class LocalMedia {
  readonly view: Store<LocalView> = createStore(EMPTY_LOCAL);
  #chosen: Chosen = {};
  #work: Promise<void> = Promise.resolve();
  #isClosed = false;
  #isAskingScreen = false;
  /** What was refused is asked for again only when the person wishes. */
  readonly #refused = new Set<Kind>();
  readonly #stop = new AbortController();

  constructor() {
    // Absent on pages that are not served securely.
    const devices: MediaDevices | undefined = navigator.mediaDevices;
    devices?.addEventListener('devicechange', () => void this.#mend(), { signal: this.#stop.signal });
  }

  /** Asks for the microphone, and for the camera if it is to be on; with as few questions to the person as possible. */
  async open({ isMuted, isCameraOn, tracks = [], ...chosen }: Wishes & Chosen): Promise<void> {
    this.#chosen = chosen;
    this.#change({ isMuted, isCameraOn });
    for (const track of tracks) if (track.readyState === 'live') this.#take(track);
    await this.#mend();
  }

  /** Muted, the microphone stays open and sends silence: talking again takes no time. */
  setMuted(isMuted: boolean): void {
    this.#change({ isMuted });
    this.#tellSilence();
    const { audio } = this.view.get();
    if (audio) audio.enabled = !isMuted;
    else if (!isMuted) void this.#inTurn(() => this.#acquireSound());
  }

  /** Off lets the camera go, so that its light goes out. */
  async setCamera(isOn: boolean): Promise<void> {
    this.#change({ isCameraOn: isOn });
    await this.#inTurn(async () => {
      const { isCameraOn, video } = this.view.get();
      if (isCameraOn && !video) await this.#acquire(['video']);
      if (!isCameraOn && video) this.#drop('video');
    });
  }

  /** Changes over to other devices; what is sent goes on. When one cannot be had, the old one stays. */
  async changeDevices(chosen: Chosen): Promise<void> {
    this.#chosen = { ...this.#chosen, ...chosen };
    await this.#inTurn(async () => {
      const { isCameraOn } = this.view.get();
      if (chosen.audioInput !== undefined) await this.#acquire(['audio']);
      if (chosen.videoInput === undefined || !isCameraOn) return;
      await this.#acquire(['video']);
      if (this.view.get().troubles.video !== 'busy') return;
      // Many phones open one camera at a time.
      this.#drop('video');
      await this.#acquire(['video']);
    });
  }

  /** Asks for a screen, window or tab. That the person thinks better of it is no trouble. */
  async startSharing(): Promise<void> {
    if (this.view.get().screen || this.#isAskingScreen) return;
    this.#isAskingScreen = true;
    const asked = await askForScreen();
    this.#isAskingScreen = false;
    if (!asked.ok) {
      if (asked.trouble) this.#trouble({ screen: asked.trouble });
      return;
    }
    const screen = asked.value;
    if (this.#isClosed) return end(screen.getTracks());
    this.#change({ screen });
    this.#trouble({ screen: null });
    // The browser's own "Stop sharing", or the end of the window that was shared.
    for (const track of screen.getVideoTracks()) {
      track.addEventListener('ended', () => this.view.get().screen === screen && this.stopSharing());
    }
  }

  stopSharing(): void {
    const { screen } = this.view.get();
    if (!screen) return;
    this.#change({ screen: null });
    end(screen.getTracks());
  }

  /** Once more for whatever went wrong, in one question. */
  async retry(): Promise<void> {
    const { troubles, isMuted, isCameraOn } = this.view.get();
    const kinds = (['audio', 'video'] as const).filter((kind) => troubles[kind] !== null);
    this.#change({
      isMuted: isMuted && !kinds.includes('audio'),
      isCameraOn: isCameraOn || kinds.includes('video'),
    });
    await this.#inTurn(() => this.#acquire(kinds));
  }

  /** What went wrong was read. */
  forgetTroubles(): void {
    this.#change({ troubles: NO_TROUBLES });
  }

  /** Hands over microphone and camera as they are open: they go on, and are the caller's to end. */
  release(): readonly MediaStreamTrack[] {
    const { audio, video } = this.view.get();
    this.#change({ audio: null, video: null });
    return [audio, video].filter((track) => track !== null);
  }

  /** Lets everything go, for good. */
  close(): void {
    this.#isClosed = true;
    this.#stop.abort();
    const { audio, video, screen } = this.view.get();
    this.#change({ audio: null, video: null, screen: null });
    end([audio, video, ...(screen?.getTracks() ?? [])]);
  }

  /** @param isAsked by the person, who is told why they are not heard, even while muted */
  async #acquire(kinds: readonly Kind[], isAsked = true): Promise<void> {
    if (kinds.length === 0 || this.#isClosed) return;
    const { tracks, troubles } = await askForTracks({
      ...(kinds.includes('audio') ? { audio: this.#chosen.audioInput ?? '' } : {}),
      ...(kinds.includes('video') ? { video: this.#chosen.videoInput ?? '' } : {}),
    });
    if (this.#isClosed) return end(tracks);
    for (const track of tracks) this.#take(track);
    const { audio, video, isMuted, isCameraOn, troubles: before } = this.view.get();
    const told = { ...before };
    for (const kind of kinds) {
      const trouble = troubles[kind];
      if (trouble === 'denied') this.#refused.add(kind);
      else this.#refused.delete(kind);
      if (trouble === null || isAsked || kind === 'video' || !isMuted) told[kind] = trouble;
    }
    this.#change({
      troubles: told,
      isMuted: isMuted || (audio === null && kinds.includes('audio')),
      isCameraOn: isCameraOn && (video !== null || !kinds.includes('video')),
    });
    this.#tellSilence();
  }

  async #acquireSound(): Promise<void> {
    const { audio, isMuted } = this.view.get();
    if (!audio && !isMuted) await this.#acquire(['audio']);
  }

  #take(track: MediaStreamTrack): void {
    const kind: Kind = track.kind === 'audio' ? 'audio' : 'video';
    const old = this.view.get()[kind];
    if (kind === 'audio') track.enabled = !this.view.get().isMuted;
    this.#change(kind === 'audio' ? { audio: track, isSilenced: track.muted } : { video: track });
    end([old]);
    const isOurs = () => this.view.get()[kind] === track;
    const { signal } = this.#stop;
    for (const event of kind === 'audio' ? ['mute', 'unmute'] : []) {
      track.addEventListener(
        event,
        () => {
          if (!isOurs()) return;
          this.#change({ isSilenced: track.muted });
          this.#tellSilence();
        },
        { signal },
      );
    }
    // It ends by itself only when the device is gone, or the person takes the permission back.
    track.addEventListener(
      'ended',
      () => {
        if (!isOurs()) return;
        this.#drop(kind);
        this.#chosen = { ...this.#chosen, [kind === 'audio' ? 'audioInput' : 'videoInput']: undefined };
        void this.#mend();
      },
      { signal },
    );
  }

  /**
   * Whatever is wanted and missing is asked for, also again after devices came or went. A microphone is wanted while muted,
   * too, so that talking takes no time; but that there is none is told only to who wants to be heard.
   */
  async #mend(): Promise<void> {
    await this.#inTurn(async () => {
      const { audio, video, isCameraOn } = this.view.get();
      const missing: Kind[] = [
        ...(audio ? [] : ['audio' as const]),
        ...(isCameraOn && !video ? ['video' as const] : []),
      ];
      await this.#acquire(
        missing.filter((kind) => !this.#refused.has(kind)),
        false,
      );
    });
  }

  #tellSilence(): void {
    const { isSilenced, isMuted, troubles } = this.view.get();
    if (isSilenced && !isMuted) this.#trouble({ audio: 'silenced' });
    else if (troubles.audio === 'silenced') this.#trouble({ audio: null });
  }

  #drop(kind: Kind): void {
    const track = this.view.get()[kind];
    this.#change(kind === 'audio' ? { audio: null, isSilenced: false } : { video: null });
    end([track]);
  }

  #trouble(part: Partial<LocalTroubles>): void {
    this.#change({ troubles: { ...this.view.get().troubles, ...part } });
  }

  #change(part: Partial<LocalView>): void {
    this.view.set({ ...this.view.get(), ...part });
  }

  async #inTurn(act: () => Promise<void>): Promise<void> {
    const work = this.#work.then(act).catch((error: unknown) => this.#trouble({ audio: troubleOf(error) }));
    this.#work = work;
    await work;
  }
}

function end(tracks: readonly (MediaStreamTrack | null)[]): void {
  for (const track of tracks) track?.stop();
}
