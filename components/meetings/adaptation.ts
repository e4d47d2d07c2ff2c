import type { Sending } from './quality';

/** How good a picture is sent; each step asks for about half of the one before. */
type Step = {
  height: number;
  framesPerSecond: number;
  bps: number;
  screenBps: number;
  screenFramesPerSecond: number;
};

const STEPS: readonly Step[] = [
  { height: 720, framesPerSecond: 30, bps: 1_700_000, screenBps: 2_500_000, screenFramesPerSecond: 30 },
  { height: 540, framesPerSecond: 30, bps: 1_000_000, screenBps: 1_500_000, screenFramesPerSecond: 15 },
  { height: 360, framesPerSecond: 24, bps: 600_000, screenBps: 1_000_000, screenFramesPerSecond: 15 },
  { height: 240, framesPerSecond: 15, bps: 250_000, screenBps: 500_000, screenFramesPerSecond: 8 },
  { height: 180, framesPerSecond: 10, bps: 120_000, screenBps: 250_000, screenFramesPerSecond: 5 },
];
/** Beyond the last step no picture is sent at all. */
export const AUDIO_ONLY = STEPS.length;

/** Speech of Opus is good at this rate, and it is never less: sound is the last to suffer. */
const AUDIO_BPS = 40_000;

/** A line or machine is believed to be too weak after this time, and to be well again after that. */
const DOWN_MS = 6_000;
const UP_MS = 10_000;
/** A rise that fails so soon was too early: the next one waits twice as long. */
const FAILED_RISE_MS = 30_000;
const MAX_UP_MS = 120_000;

export type Adaptation = {
  /** Index of the step; AUDIO_ONLY: no picture. */
  level: number;
  badSinceMs: number | null;
  goodSinceMs: number | null;
  /** How long it has to be good before the next rise. */
  upMs: number;
  roseAtMs: number | null;
};

export type Reading = Sending & {
  nowMs: number;
  /** What was really sent of late, in bits a second; null when that is unknown. */
  sentBps: number | null;
  /** Links that are sent to. */
  links: number;
};

/** What a sender is held to. */
export type Limit = { isActive: boolean; maxBps: number; framesPerSecond: number; height: number };

export const newAdaptation = (links: number): Adaptation => ({
  level: bestLevel(links),
  badSinceMs: null,
  goodSinceMs: null,
  upMs: UP_MS,
  roseAtMs: null,
});

/** The best picture for so many: each of them is sent one of their own, and together they share line and machine. */
export function bestLevel(links: number): number {
  if (links <= 1) return 0;
  return links >= 4 ? 3 : links - 1;
}

/** Takes one reading, about every two seconds. Goes down a step after six bad seconds, up a step after ten good ones. */
export function stepAdaptation(state: Adaptation, reading: Reading): Adaptation {
  const best = bestLevel(reading.links);
  if (state.level < best) return { ...state, level: best, badSinceMs: null, goodSinceMs: null };
  const { nowMs } = reading;
  if (isBad(state.level, reading)) {
    const badSinceMs = state.badSinceMs ?? nowMs;
    if (state.level >= AUDIO_ONLY || nowMs - badSinceMs < DOWN_MS)
      return { ...state, badSinceMs, goodSinceMs: null };
    const wasEarly = state.roseAtMs !== null && nowMs - state.roseAtMs < FAILED_RISE_MS;
    const upMs = wasEarly ? Math.min(MAX_UP_MS, state.upMs * 2) : UP_MS;
    return { level: state.level + 1, badSinceMs: null, goodSinceMs: null, upMs, roseAtMs: null };
  }
  if (state.level === best || !isGood(state.level, reading)) {
    return { ...state, badSinceMs: null, goodSinceMs: null };
  }
  const goodSinceMs = state.goodSinceMs ?? nowMs;
  if (nowMs - goodSinceMs < state.upMs) return { ...state, badSinceMs: null, goodSinceMs };
  return { ...state, level: state.level - 1, badSinceMs: null, goodSinceMs: null, roseAtMs: nowMs };
}

/** What is sent at a level. */
export function limitsOf(level: number): { audio: Limit; video: Limit; screenVideo: Limit } {
  const step = STEPS[level];
  const least = { isActive: step !== undefined, height: step?.height ?? 180 };
  return {
    audio: { isActive: true, maxBps: AUDIO_BPS, framesPerSecond: 0, height: 0 },
    video: { ...least, maxBps: step?.bps ?? 0, framesPerSecond: step?.framesPerSecond ?? 0 },
    // A screen is sent in full, or its letters could not be read; it may be slow.
    screenVideo: {
      ...least,
      height: 0,
      maxBps: step?.screenBps ?? 0,
      framesPerSecond: step?.screenFramesPerSecond ?? 0,
    },
  };
}

function isBad(level: number, { availableBps, sentBps, loss, isCpuLimited }: Reading): boolean {
  const step = STEPS[level];
  // A browser does not know that a line carries more than it ever sent: a small picture is no narrow line.
  const isUsed = availableBps !== null && (sentBps === null || sentBps > availableBps * 0.6);
  const isNarrow = step !== undefined && isUsed && availableBps < step.bps * 0.5;
  // The smallest picture is cheap for any machine: only a line can be too weak for it.
  return isNarrow || (loss ?? 0) > 0.1 || (isCpuLimited && level < AUDIO_ONLY - 1);
}

function isGood(level: number, { availableBps, sentBps, loss, isCpuLimited }: Reading): boolean {
  const next = STEPS[level - 1];
  // Where little is sent, the browser cannot know how much the line would carry: it is tried.
  const isUnknown = availableBps === null || (sentBps !== null && sentBps < availableBps * 0.6);
  const isWide = level >= AUDIO_ONLY || isUnknown || availableBps >= (next?.bps ?? 0) * 0.65;
  return isWide && (loss ?? 0) < 0.03 && (!isCpuLimited || level >= AUDIO_ONLY);
}
