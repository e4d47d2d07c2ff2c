import type { QualitySample } from '@/lib/meetings/schemas';

/** What a connection's statistics said at one moment; counters count from its beginning. */
export type Snapshot = {
  atMs: number;
  sound: Received;
  picture: Received & { frames: number };
  roundTripMs: number | null;
  isRelayed: boolean;
  sentBytes: number | null;
  sending: Sending;
};

type Received = { packets: number; lost: number; jitterMs: number | null };

/** How sending goes, for adapting it. */
export type Sending = {
  /** What the line is thought to carry, in bits a second; null when that is unknown. */
  availableBps: number | null;
  /** Share of packets lost on the way to the other end, 0 to 1, as that end reports it. */
  loss: number | null;
  /** The machine is too slow to make a better picture. */
  isCpuLimited: boolean;
};

export type Quality = Omit<QualitySample, 'peerSeatId'>;

/** Reads a report of RTCPeerConnection.getStats (W3C webrtc-stats). */
export function readSnapshot(report: Iterable<unknown>, atMs: number): Snapshot {
  const entries = [...report].filter((entry) => typeof entry === 'object' && entry !== null).map(fieldsOf);
  const byId = new Map(entries.map((entry) => [entry.text('id'), entry]));
  const ofType = (type: string) => entries.filter((entry) => entry.text('type') === type);
  const inbound = (kind: string) => ofType('inbound-rtp').filter((entry) => entry.text('kind') === kind);
  const pair = byId.get(ofType('transport')[0]?.text('selectedCandidatePairId') ?? '');
  const ends = [
    byId.get(pair?.text('localCandidateId') ?? ''),
    byId.get(pair?.text('remoteCandidateId') ?? ''),
  ];
  return {
    atMs,
    sound: received(inbound('audio')),
    picture: { ...received(inbound('video')), frames: sum(inbound('video'), 'framesDecoded') },
    roundTripMs: inMs(pair?.number('currentRoundTripTime') ?? null),
    isRelayed: ends.some((end) => end?.text('candidateType') === 'relay'),
    sentBytes: pair?.number('bytesSent') ?? null,
    sending: {
      availableBps: pair?.number('availableOutgoingBitrate') ?? null,
      loss: worst(ofType('remote-inbound-rtp'), 'fractionLost'),
      isCpuLimited: ofType('outbound-rtp').some((entry) => entry.text('qualityLimitationReason') === 'cpu'),
    },
  };
}

/**
 * How a link was between two moments. Sound decides, as long as any came: it is what a conversation needs.
 * @returns null when nothing at all is known
 */
export function measure(before: Snapshot, now: Snapshot): Quality | null {
  const seconds = (now.atMs - before.atMs) / 1000;
  if (seconds <= 0) return null;
  const sound = passed(before.sound, now.sound);
  const picture = passed(before.picture, now.picture);
  const leading = sound.packets > 0 ? sound : picture;
  const { roundTripMs, isRelayed } = now;
  if (leading.packets === 0 && roundTripMs === null) return null;
  const expected = sound.packets + sound.lost + picture.packets + picture.lost;
  const loss = expected > 0 ? (sound.lost + picture.lost) / expected : null;
  const jitterMs = leading.packets > 0 ? leading.jitterMs : null;
  const heard = leading.packets + leading.lost > 0 ? leading.lost / (leading.packets + leading.lost) : 0;
  return {
    roundTripMs: clamp(roundTripMs, 60_000),
    loss: clamp(loss, 1),
    jitterMs: clamp(jitterMs, 60_000),
    framesPerSecond:
      picture.packets > 0 ? clamp((now.picture.frames - before.picture.frames) / seconds, 240) : null,
    score: scoreOf({ roundTripMs: roundTripMs ?? 0, loss: heard, jitterMs: jitterMs ?? 0 }),
    isRelayed,
  };
}

/** What was sent between two moments, in bits a second; null when that is unknown, as after a change of way. */
export function sentBetween(before: Snapshot, now: Snapshot): number | null {
  const seconds = (now.atMs - before.atMs) / 1000;
  if (before.sentBytes === null || now.sentBytes === null || seconds <= 0) return null;
  return now.sentBytes < before.sentBytes ? null : ((now.sentBytes - before.sentBytes) * 8) / seconds;
}

/** Coding and packets of 20 ms take this long before anything is sent. */
const CODING_MS = 25;
/** With every parameter at its default, R is this (ITU-T G.107, 06/2015, table 3). */
const R_DEFAULT = 93.2;
/** How well the codec hides losses: Bpl of a codec with concealment (ITU-T G.113, appendix I, G.711 with PLC). */
const LOSS_ROBUSTNESS = 25.1;

/**
 * The mean opinion score, 1 to 5, by the simplified E-model (ITU-T G.107): R = 93.2 − Id − Ie,eff, with Id by Cole and
 * Rosenbluth ("Voice over IP performance monitoring", 2001): 0.024 d + 0.11 (d − 177.3) beyond 177.3 ms one way, Ie,eff =
 * 95 · Ppl / (Ppl + Bpl) for random losses of Ppl percent, and MOS = 1 + 0.035 R + R (R − 60) (100 − R) · 7 · 10⁻⁶.
 * The jitter buffer is taken to hold twice the jitter. 4.4 is the best that it gives.
 */
export function scoreOf({
  roundTripMs,
  loss,
  jitterMs,
}: {
  roundTripMs: number;
  loss: number;
  jitterMs: number;
}): number {
  const delayMs = roundTripMs / 2 + 2 * jitterMs + CODING_MS;
  const delayImpairment = 0.024 * delayMs + 0.11 * Math.max(0, delayMs - 177.3);
  const percent = loss * 100;
  const lossImpairment = (95 * percent) / (percent + LOSS_ROBUSTNESS);
  const r = Math.min(100, Math.max(0, R_DEFAULT - delayImpairment - lossImpairment));
  const score = 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
  return Math.round(Math.min(5, Math.max(1, score)) * 100) / 100;
}

type Fields = { text: (name: string) => string; number: (name: string) => number | null };

function fieldsOf(entry: object): Fields {
  const read = (name: string): unknown => Reflect.get(entry, name);
  return {
    text: (name) => {
      const value = read(name);
      return typeof value === 'string' ? value : '';
    },
    number: (name) => {
      const value = read(name);
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    },
  };
}

function received(entries: readonly Fields[]): Received {
  return {
    packets: sum(entries, 'packetsReceived'),
    lost: sum(entries, 'packetsLost'),
    jitterMs: inMs(worst(entries, 'jitter')),
  };
}

/** Counters that went backwards (repeated packets are negative losses) count as nothing. */
function passed(before: Received, now: Received): Received {
  return {
    packets: Math.max(0, now.packets - before.packets),
    lost: Math.max(0, now.lost - before.lost),
    jitterMs: now.jitterMs,
  };
}

const sum = (entries: readonly Fields[], name: string) =>
  entries.reduce((total, entry) => total + (entry.number(name) ?? 0), 0);

function worst(entries: readonly Fields[], name: string): number | null {
  const values = entries.map((entry) => entry.number(name)).filter((value) => value !== null);
  return values.length > 0 ? Math.max(...values) : null;
}

const inMs = (seconds: number | null) => (seconds === null ? null : seconds * 1000);
const clamp = (value: number | null, max: number) =>
  value === null ? null : Math.min(max, Math.max(0, value));
