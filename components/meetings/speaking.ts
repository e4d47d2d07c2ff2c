/** Whether somebody speaks, with the memory that keeps short pauses and single clicks from showing. */
export type Voice = {
  isSpeaking: boolean;
  /** When it last was loud, in milliseconds. */ loudMs: number;
  loudInARow: number;
};

/** Levels are linear, 0 to 1 (RTCRtpContributingSource.audioLevel). */
const LOUD = 0.03;
const QUIET = 0.012;
/** Between words nobody stops speaking. */
const HOLD_MS = 700;
/** A click is loud for one look only. */
const LOOKS = 2;

export const SILENT: Voice = { isSpeaking: false, loudMs: -Infinity, loudInARow: 0 };

/** Takes one look at a level, some times a second; null: there is nothing to hear. */
export function hearVoice(voice: Voice, level: number | null, nowMs: number): Voice {
  if (level === null) return SILENT;
  const isLoud = level >= (voice.isSpeaking ? QUIET : LOUD);
  if (!isLoud) {
    return { ...voice, isSpeaking: voice.isSpeaking && nowMs - voice.loudMs < HOLD_MS, loudInARow: 0 };
  }
  const loudInARow = voice.loudInARow + 1;
  return { isSpeaking: voice.isSpeaking || loudInARow >= LOOKS, loudMs: nowMs, loudInARow };
}

/** How loud what a receiver plays is at this moment; null when nothing came lately. */
export function levelOf(receiver: RTCRtpReceiver | null): number | null {
  const [source] = receiver?.getSynchronizationSources() ?? [];
  return source?.audioLevel ?? null;
}

/** Measures how loud a microphone is; for who speaks, and for the meter before a call. */
export class VoiceMeter {
  readonly #context = new AudioContext();
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;
  #source: MediaStreamAudioSourceNode | null = null;
  #track: MediaStreamTrack | null = null;

  constructor() {
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = 1024;
    this.#samples = new Float32Array(this.#analyser.fftSize);
  }

  /** Listens to this track from now on. */
  listen(track: MediaStreamTrack | null): void {
    if (track === this.#track) return;
    this.#source?.disconnect();
    this.#track = track;
    this.#source = track ? this.#context.createMediaStreamSource(new MediaStream([track])) : null;
    this.#source?.connect(this.#analyser);
    // It begins suspended where the person has not touched the page yet.
    if (this.#context.state === 'suspended') void this.#context.resume().catch(() => null);
  }

  /** The level now, 0 to 1; null without a microphone. */
  level(): number | null {
    if (!this.#source) return null;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    return Math.sqrt(power);
  }

  close(): void {
    this.#source?.disconnect();
    this.#source = null;
    void this.#context.close().catch(() => null);
  }
}
