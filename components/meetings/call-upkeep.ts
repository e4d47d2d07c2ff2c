import { serverNow } from '../realtime/server-clock';
import type { CallLinks } from './call-links';
import { SILENT, VoiceMeter, hearVoice, type Voice } from './speaking';
import { TalkMemory } from './talk-memory';
import { tickEvery } from './ticking';

const TICK_MS = 1_000;
const LISTEN_MS = 200;
const LOOK_MS = 2_000;
/** The server closes a seat that is silent for 45 seconds. */
const BEAT_MS = 10_000;
/** Credentials that end so soon are renewed: a link that breaks then still finds its relay. */
const RENEW_MS = 5 * 60_000;
const LOOK_AT_ICE_MS = 30_000;

type UpkeepHost = {
  links: () => CallLinks | null;
  microphone: () => MediaStreamTrack | null;
  beat: () => void;
  noteQuality: () => Promise<void>;
  renewIce: () => Promise<void>;
  iceExpiresAt: () => string | null;
  onChange: () => void;
};

/** What a call needs time and again: signs of life, looks at the links, who speaks, credentials that go on. */
export class CallUpkeep {
  isSpeaking = false;
  readonly #host: UpkeepHost;
  #stop: AbortController | null = null;
  readonly #isDue = {
    look: every(LOOK_MS),
    beat: every(BEAT_MS),
    ice: every(LOOK_AT_ICE_MS),
  };
  readonly #talk = new TalkMemory();
  #meter: VoiceMeter | null = null;
  #voice: Voice = SILENT;

  constructor(host: UpkeepHost) {
    this.#host = host;
  }

  start(): void {
    if (this.#stop) return;
    const stop = new AbortController();
    stop.signal.addEventListener(
      'abort',
      tickEvery(TICK_MS, () => this.#tick()),
    );
    const listening = setInterval(() => this.#listen(), LISTEN_MS);
    stop.signal.addEventListener('abort', () => clearInterval(listening));
    this.#stop = stop;
    this.#meter = new VoiceMeter();
  }

  /** Whether the relays' credentials have ended, as after a long sleep. */
  isIceOver(): boolean {
    return this.#iceLeftMs() <= 0;
  }

  /** Whether a link was up until moments ago. */
  wasTalking(): boolean {
    return this.#talk.isFresh(Date.now());
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.#meter?.close();
    this.#meter = null;
  }

  #tick(): void {
    const nowMs = performance.now();
    const links = this.#host.links();
    for (const link of links?.all() ?? []) link.tick();
    const isUp = links?.all().some((link) => link.view().phase === 'connected') ?? false;
    this.#talk.note(isUp, Date.now());
    if (this.#isDue.look(nowMs)) void links?.look();
    if (this.#isDue.beat(nowMs)) {
      this.#host.beat();
      void this.#host.noteQuality();
    }
    if (this.#isDue.ice(nowMs) && this.#iceLeftMs() < RENEW_MS) void this.#host.renewIce();
  }

  #iceLeftMs(): number {
    const endsAt = this.#host.iceExpiresAt();
    return endsAt === null ? Infinity : Date.parse(endsAt) - Date.parse(serverNow());
  }

  #listen(): void {
    const nowMs = performance.now();
    this.#meter?.listen(this.#host.microphone());
    this.#voice = hearVoice(this.#voice, this.#meter?.level() ?? null, nowMs);
    const links = this.#host.links()?.all() ?? [];
    const before = [this.isSpeaking, ...links.map(({ voice }) => voice.isSpeaking)];
    this.isSpeaking = this.#voice.isSpeaking;
    for (const link of links) link.listen(nowMs);
    const after = [this.isSpeaking, ...links.map(({ voice }) => voice.isSpeaking)];
    if (after.some((isSpeaking, at) => isSpeaking !== before[at])) this.#host.onChange();
  }
}

/** Whether so much time has passed since it last was due; by the clock, since ticks may be far between. */
function every(everyMs: number): (nowMs: number) => boolean {
  let lastMs = performance.now();
  return (nowMs) => {
    // Ticks are never quite on time.
    if (nowMs - lastMs < everyMs - TICK_MS / 2) return false;
    lastMs = nowMs;
    return true;
  };
}
