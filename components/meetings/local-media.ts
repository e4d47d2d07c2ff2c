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
  isMuted: boolean;
  isCameraOn: boolean;
  /** The last thing that went wrong; null again once something works. */
  trouble: DeviceTrouble | null;
};

type Wishes = {
  isMuted: boolean;
  isCameraOn: boolean;
  /** What is open already. */
  tracks?: readonly MediaStreamTrack[] | undefined;
};
type Chosen = { audioInput?: string | undefined; videoInput?: string | undefined };
type Kind = 'audio' | 'video';

const EMPTY: LocalView = {
  audio: null,
  video: null,
  screen: null,
  isMuted: false,
  isCameraOn: false,
  trouble: null,
};

/**
 * The person's microphone, camera and screen, before and in a call. Changes are made one after the other, so the last wish
 * holds. Nothing throws: what goes wrong is told as `trouble`. A device that is unplugged is followed by the next one.
 */
export class LocalMedia {
  readonly view: Store<LocalView> = createStore(EMPTY);
  #chosen: Chosen = {};
  #work: Promise<void> = Promise.resolve();
  #isClosed = false;
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
    await this.#inTurn(async () => {
      const { audio, video } = this.view.get();
      await this.#acquire([
        ...(audio ? [] : ['audio' as const]),
        ...(isCameraOn && !video ? ['video' as const] : []),
      ]);
    });
  }

  /** Muted, the microphone stays open and sends silence: talking again takes no time. */
  setMuted(isMuted: boolean): void {
    this.#change({ isMuted });
    const { audio } = this.view.get();
    if (audio) audio.enabled = !isMuted;
    else if (!isMuted) void this.#inTurn(() => this.#acquire(['audio']));
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
  async useDevices(chosen: Chosen): Promise<void> {
    this.#chosen = { ...this.#chosen, ...chosen };
    await this.#inTurn(async () => {
      const { isCameraOn } = this.view.get();
      if (chosen.audioInput !== undefined) await this.#acquire(['audio']);
      if (chosen.videoInput === undefined || !isCameraOn) return;
      await this.#acquire(['video']);
      if (this.view.get().trouble !== 'busy') return;
      // Many phones open one camera at a time.
      this.#drop('video');
      await this.#acquire(['video']);
    });
  }

  /** Asks for a screen, window or tab. That the person thinks better of it is no trouble. */
  async startSharing(): Promise<void> {
    if (this.view.get().screen) return;
    const asked = await askForScreen();
    if (!asked.ok) {
      if (asked.trouble) this.#change({ trouble: asked.trouble });
      return;
    }
    const screen = asked.value;
    if (this.#isClosed || this.view.get().screen) return end(screen.getTracks());
    this.#change({ screen, trouble: null });
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

  /** Lets everything go, for good. */
  close(): void {
    this.#isClosed = true;
    this.#stop.abort();
    const { audio, video, screen } = this.view.get();
    this.#change({ audio: null, video: null, screen: null });
    end([audio, video, ...(screen?.getTracks() ?? [])]);
  }

  async #acquire(kinds: readonly Kind[]): Promise<void> {
    if (kinds.length === 0 || this.#isClosed) return;
    const { tracks, trouble } = await askForTracks({
      ...(kinds.includes('audio') ? { audio: this.#chosen.audioInput ?? '' } : {}),
      ...(kinds.includes('video') ? { video: this.#chosen.videoInput ?? '' } : {}),
    });
    if (this.#isClosed) return end(tracks);
    for (const track of tracks) this.#take(track);
    const { video, isCameraOn } = this.view.get();
    this.#change({ trouble, isCameraOn: isCameraOn && (video !== null || !kinds.includes('video')) });
  }

  #take(track: MediaStreamTrack): void {
    const kind: Kind = track.kind === 'audio' ? 'audio' : 'video';
    const old = this.view.get()[kind];
    if (kind === 'audio') track.enabled = !this.view.get().isMuted;
    this.#change(kind === 'audio' ? { audio: track } : { video: track });
    end([old]);
    // It ends by itself only when the device is gone, or the person takes the permission back.
    track.addEventListener('ended', () => {
      if (this.view.get()[kind] !== track) return;
      this.#drop(kind);
      this.#chosen = { ...this.#chosen, [kind === 'audio' ? 'audioInput' : 'videoInput']: undefined };
      void this.#mend();
    });
  }

  /** After devices came or went: whatever is wanted and missing is asked for again. */
  async #mend(): Promise<void> {
    await this.#inTurn(async () => {
      const { audio, video, isCameraOn, trouble } = this.view.get();
      if (trouble === 'denied') return;
      await this.#acquire([
        ...(audio ? [] : ['audio' as const]),
        ...(isCameraOn && !video ? ['video' as const] : []),
      ]);
    });
  }

  #drop(kind: Kind): void {
    const track = this.view.get()[kind];
    this.#change(kind === 'audio' ? { audio: null } : { video: null });
    end([track]);
  }

  #change(part: Partial<LocalView>): void {
    this.view.set({ ...this.view.get(), ...part });
  }

  async #inTurn(act: () => Promise<void>): Promise<void> {
    const work = this.#work.then(act).catch((error: unknown) => this.#change({ trouble: troubleOf(error) }));
    this.#work = work;
    await work;
  }
}

function end(tracks: readonly (MediaStreamTrack | null)[]): void {
  for (const track of tracks) track?.stop();
}
