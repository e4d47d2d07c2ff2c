import { serverNow } from '../realtime/server-clock';
import type { CallLinks } from './call-links';
import { SILENT, VoiceMeter, hearVoice, type Voice } from './speaking';

const TICK_MS = 1_000;
const LISTEN_MS = 200;
/** In ticks. */
const LOOK_EVERY = 2;
const BEAT_EVERY = 10;
/** Credentials that end so soon are renewed: a link that breaks then still finds its relay. */
const RENEW_MS = 5 * 60_000;
const RENEW_EVERY = 30;

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
  #timers: ReturnType<typeof setInterval>[] = [];
  #ticks = 0;
  #meter: VoiceMeter | null = null;
  #voice: Voice = SILENT;

  constructor(host: UpkeepHost) {
    this.#host = host;
  }

  start(): void {
    if (this.#timers.length > 0) return;
    this.#timers = [setInterval(() => this.#tick(), TICK_MS), setInterval(() => this.#listen(), LISTEN_MS)];
    this.#meter = new VoiceMeter();
  }

  /** Whether the relays' credentials have ended, as after a long sleep. */
  isIceOver(): boolean {
    return this.#iceLeftMs() <= 0;
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    this.#meter?.close();
    this.#meter = null;
  }

  #tick(): void {
    this.#ticks += 1;
    const links = this.#host.links();
    for (const link of links?.all() ?? []) link.tick();
    if (this.#ticks % LOOK_EVERY === 0) void links?.look();
    if (this.#ticks % BEAT_EVERY === 0) {
      this.#host.beat();
      void this.#host.noteQuality();
    }
    if (this.#ticks % RENEW_EVERY === 0 && this.#iceLeftMs() < RENEW_MS) void this.#host.renewIce();
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
