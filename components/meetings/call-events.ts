import type { z } from 'zod';

import type { Call, callSignal } from '@/lib/meetings/schemas';

type CallSignal = z.infer<typeof callSignal>;

// By hand what lib/meetings/schemas.ts says with zod, which would be most of what a first visit loads. Only the server can
// send these events, and it parsed what is in them.

function has<K extends string>(value: unknown, ...names: readonly K[]): value is Record<K, unknown> {
  return typeof value === 'object' && value !== null && names.every((name) => name in value);
}

/** Whether something is a whole call, as call.changed brings it on a room's topic. */
export function isCall(value: unknown): value is Call {
  return (
    has(value, 'id', 'version', 'topicName', 'seats', 'rings') &&
    typeof value.id === 'string' &&
    typeof value.version === 'number' &&
    Array.isArray(value.seats)
  );
}

/** Whether something is signals for a seat, as call.signal brings them on a user's topic. */
export function isCallSignal(value: unknown): value is CallSignal {
  return (
    has(value, 'number', 'from', 'fromIncarnation', 'toIncarnation', 'callId', 'seatId', 'signals') &&
    typeof value.number === 'number' &&
    typeof value.from === 'string' &&
    Array.isArray(value.signals)
  );
}
