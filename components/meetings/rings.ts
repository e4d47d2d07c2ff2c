import { RING_MS } from '@/lib/meetings/limits';
import type { CallRinging } from '@/lib/meetings/schemas';

/** Something that calls the person, or called. */
export type Ring = CallRinging & {
  /** Of each ringing another one, also of one call that rings again. */
  key: string;
};

/** The end of a ringing. */
export type Settled = { callId: string; state: CallRinging['state'] };

function has<K extends string>(value: unknown, ...names: readonly K[]): value is Record<K, unknown> {
  return typeof value === 'object' && value !== null && names.every((name) => name in value);
}

/** Whether an event begins a ringing. Only the server can send such events, and it made sure of the rest. */
function isRinging(event: unknown): event is CallRinging {
  return has(event, 'callId', 'code', 'kind', 'callerId', 'state', 'startedAt', 'workspaceId');
}

function isSettled(event: unknown): event is Settled {
  return has(event, 'callId', 'state') && !isRinging(event);
}

/** Whether it still rings by its own age: the end of it may have been lost. */
export const isFresh = ({ startedAt }: CallRinging, atMs: number): boolean =>
  atMs < Date.parse(startedAt) + RING_MS;

/** Asked for after a gap, what rings already is told once more; but what rings after so long rings anew. */
function newerOf(known: Ring | undefined, told: Ring): Ring {
  return known && isFresh(known, Date.parse(told.startedAt)) ? known : told;
}

/** What the events so far come to: what rings, and what the person missed, in the order in which it was missed. */
export function ringsOf(events: readonly unknown[]): { ringing: readonly Ring[]; missed: readonly Ring[] } {
  const ringing = new Map<string, Ring>();
  const missed: Ring[] = [];
  for (const event of events) {
    if (isRinging(event)) {
      const ring = { ...event, key: `${event.callId} ${event.startedAt}` };
      if (event.state === 'ringing') ringing.set(event.callId, newerOf(ringing.get(event.callId), ring));
      else if (event.state === 'busy') missed.push(ring);
    } else if (isSettled(event)) {
      const ring = ringing.get(event.callId);
      ringing.delete(event.callId);
      if (ring && (event.state === 'missed' || event.state === 'cancelled'))
        missed.push({ ...ring, state: event.state });
    }
  }
  return { ringing: [...ringing.values()], missed };
}
