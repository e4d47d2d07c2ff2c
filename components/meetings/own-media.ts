import { OwnStream } from './call-tiles';
import { LocalMedia, type LocalView } from './local-media';
import { NO_TRACKS, type LinkTracks } from './peer-link';

type Devices = { audioInput?: string; videoInput?: string };

/** How one's own seat stands. */
export type Standing = { isMuted: boolean; isCameraOn: boolean; isSharing: boolean };

/** What one gives to a call: microphone, camera and screen, or sound alone. Nothing throws. */
export class OwnMedia {
  isAudioOnly = false;
  readonly #local = new LocalMedia();
  readonly #stream = new OwnStream();
  readonly #onChange: () => void;
  readonly #stop: () => void;
  #wasCameraOn = false;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#stop = this.#local.view.subscribe(onChange);
  }

  async open(wishes: Parameters<LocalMedia['open']>[0]): Promise<void> {
    await this.#local.open(wishes);
  }

  setMuted(isMuted: boolean): void {
    this.#local.setMuted(isMuted);
  }

  async setCamera(isOn: boolean): Promise<void> {
    if (isOn) this.#holdToAudio(false);
    await this.#local.setCamera(isOn);
  }

  /** A screen that is shared ends the holding to audio; thinking better of it does not. */
  async startSharing(): Promise<void> {
    await this.#local.startSharing();
    if (this.local.screen) this.#holdToAudio(false);
  }

  stopSharing(): void {
    this.#local.stopSharing();
  }

  forgetTroubles(): void {
    this.#local.forgetTroubles();
  }

  async chooseDevices(chosen: Devices): Promise<void> {
    await this.#local.changeDevices(chosen);
  }

  /** Holds to sound, and lets camera and screen go; afterwards the camera is as it was. */
  setAudioOnly(isAudioOnly: boolean): void {
    if (isAudioOnly === this.isAudioOnly) return;
    if (isAudioOnly) {
      this.#wasCameraOn = this.local.isCameraOn;
      this.#local.stopSharing();
    }
    this.#holdToAudio(isAudioOnly);
    void this.#local.setCamera(!isAudioOnly && this.#wasCameraOn);
  }

  get local(): LocalView {
    return this.#local.view.get();
  }

  /** One's own picture and sound, for one's own tile. */
  get stream(): MediaStream | null {
    return this.#stream.of(this.local);
  }

  /** As the others see it: who cannot be heard, for whatever reason, is muted. */
  standing(): Standing {
    const { audio, isMuted, isSilenced, isCameraOn, screen } = this.local;
    return { isMuted: isMuted || isSilenced || audio === null, isCameraOn, isSharing: screen !== null };
  }

  /** What the others are sent. */
  tracks(): LinkTracks {
    const { audio, video, screen } = this.local;
    if (this.isAudioOnly) return { ...NO_TRACKS, audio };
    return {
      audio,
      video,
      screenAudio: screen?.getAudioTracks()[0] ?? null,
      screenVideo: screen?.getVideoTracks()[0] ?? null,
    };
  }

  /** Lets everything go, for good. */
  close(): void {
    this.#stop();
    this.#local.close();
  }

  #holdToAudio(isAudioOnly: boolean): void {
    if (isAudioOnly === this.isAudioOnly) return;
    this.isAudioOnly = isAudioOnly;
    this.#onChange();
  }
}
