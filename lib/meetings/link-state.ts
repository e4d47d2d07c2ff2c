import type { Signal } from './schemas';

/**
 * One link between two seats, as one end sees it. Each attempt to connect has a number, counted by the initiator; signals
 * carry it, so that what belongs to an earlier attempt does nothing. Its law: whatever is lost, repeated or late, both ends
 * come to be connected under one number, or say why not.
 */
export type LinkState = {
  /** The end with the smaller seat id; only it begins attempts, or both would destroy each other's. */
  readonly isInitiator: boolean;
  /** Number of the present attempt; 0 before the first. */
  link: number;
  phase: 'idle' | 'connecting' | 'connected';
  /** When the present phase began, in milliseconds. */
  sinceMs: number;
  /** Attempts since it was last connected. */
  tries: number;
  /** Why it is not connected, once that lasts. */
  trouble: LinkTrouble | null;
  /** The present attempt ended before it was connected; the next one begins after a pause. */
  isDead: boolean;
};

/** timeout: no answer, or no way through; closed: the connection ended. */
export type LinkTrouble = 'timeout' | 'closed';

export type LinkEvent =
  | { type: 'start'; nowMs: number }
  | { type: 'signal'; link: number; data: Signal; nowMs: number }
  | { type: 'connected'; link: number; nowMs: number }
  | { type: 'closed'; link: number; nowMs: number }
  /** What hindered the present attempt is known to be over: a new one begins now. */
  | { type: 'renew'; nowMs: number }
  | { type: 'tick'; nowMs: number };

export type LinkEffect =
  /** Drop the connection there is, and make one for this attempt. */
  | { type: 'connect'; link: number }
  /** Give a signal to the connection of the present attempt. */
  | { type: 'feed'; data: Signal }
  /** Send to the other end. */
  | { type: 'send'; link: number; data: Signal };

/** An attempt that takes longer than this is given up for a new one. */
export const ATTEMPT_MS = 8_000;
/** Further attempts take their time. */
const MAX_ATTEMPT_MS = 30_000;
/** After this many attempts the trouble is told, and the attempts go on. */
const TOLERATED_TRIES = 2;
/** An attempt that ends at once would do so again at once: the next one waits so long, and longer each time. */
const PAUSE_MS = 1_000;

export function newLink(isInitiator: boolean): LinkState {
  return { isInitiator, link: 0, phase: 'idle', sinceMs: 0, tries: 0, trouble: null, isDead: false };
}

/** How long an attempt may take, in milliseconds. */
export const patienceMs = (tries: number): number =>
  Math.min(MAX_ATTEMPT_MS, ATTEMPT_MS * 2 ** Math.max(0, tries - 1));

const pauseMs = (tries: number): number =>
  Math.min(patienceMs(tries), PAUSE_MS * 2 ** Math.max(0, tries - 1));

/** The next state, and what is to be done about it, in order. */
export function stepLink(state: LinkState, event: LinkEvent): [LinkState, readonly LinkEffect[]] {
  if (event.type === 'start') return state.phase === 'idle' ? begin(state, event.nowMs, null) : [state, []];
  if (event.type === 'signal') return onSignal(state, event);
  if (event.type === 'tick') {
    if (state.phase !== 'connecting') return [state, []];
    const lastedMs = event.nowMs - state.sinceMs;
    if (state.isDead && lastedMs >= pauseMs(state.tries)) return begin(state, event.nowMs, 'closed');
    return lastedMs >= patienceMs(state.tries) ? begin(state, event.nowMs, 'timeout') : [state, []];
  }
  if (event.type === 'renew') {
    return state.phase === 'connecting' ? begin(state, event.nowMs, null) : [state, []];
  }
  if (event.link !== state.link) return [state, []];
  if (event.type === 'closed') {
    if (state.phase === 'connecting') return [{ ...state, isDead: true }, []];
    return state.phase === 'idle' ? [state, []] : begin(state, event.nowMs, 'closed');
  }
  return [{ ...state, phase: 'connected', sinceMs: event.nowMs, tries: 0, trouble: null, isDead: false }, []];
}

function onSignal(
  state: LinkState,
  { link, data, nowMs }: Extract<LinkEvent, { type: 'signal' }>,
): [LinkState, readonly LinkEffect[]] {
  if (data.type === 'restart') {
    // The other end asks for an attempt after `data.link`: who began one since has done it already.
    return state.isInitiator && data.link >= state.link
      ? begin({ ...state, link: data.link }, nowMs, null)
      : [state, []];
  }
  if (link < state.link) return [state, []];
  if (link === state.link) return [state, state.phase === 'idle' ? [] : [{ type: 'feed', data }]];
  // Only the initiator counts on; a candidate ahead of its offer belongs to an attempt whose offer is lost.
  if (state.isInitiator || data.type !== 'offer') return [state, []];
  const tries = state.tries + 1;
  return [
    { ...state, link, phase: 'connecting', sinceMs: nowMs, tries, isDead: false },
    [
      { type: 'connect', link },
      { type: 'feed', data },
    ],
  ];
}

/** The initiator begins a new attempt; the other end asks for one. */
function begin(
  state: LinkState,
  nowMs: number,
  trouble: LinkTrouble | null,
): [LinkState, readonly LinkEffect[]] {
  const tries = state.tries + 1;
  const told = trouble !== null && tries > TOLERATED_TRIES ? trouble : state.trouble;
  const next: LinkState = {
    ...state,
    phase: 'connecting',
    sinceMs: nowMs,
    tries,
    trouble: told,
    isDead: false,
  };
  if (!state.isInitiator) {
    // The first attempt comes by itself.
    const ask: LinkEffect = { type: 'send', link: state.link, data: { type: 'restart', link: state.link } };
    return [next, state.phase === 'idle' ? [] : [ask]];
  }
  const link = state.link + 1;
  return [{ ...next, link }, [{ type: 'connect', link }]];
}
