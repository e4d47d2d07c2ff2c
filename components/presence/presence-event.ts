import type { OwnStatus, Presence } from '@/lib/presence/schemas';

const STATES = new Set<unknown>(['online', 'away', 'busy', 'dnd', 'offline']);
const AVAILABILITIES = new Set<unknown>(['auto', 'away', 'busy', 'dnd']);

const isTime = (value: unknown) => value === null || typeof value === 'string';

// What lib/presence/schemas.ts says with zod, by hand: zod would be a quarter of what a first visit may load.

/** Whether this is what `presence.changed` carries. */
export function isPresence(value: unknown): value is Presence {
  if (typeof value !== 'object' || value === null) return false;
  const { memberId, state, lastSeenAt, emoji, text, until } = value as Partial<
    Record<keyof Presence, unknown>
  >;
  return (
    typeof memberId === 'string' &&
    STATES.has(state) &&
    isTime(lastSeenAt) &&
    typeof emoji === 'string' &&
    typeof text === 'string' &&
    isTime(until)
  );
}

/** What a person's own devices are told besides. */
export function isAvailability(
  value: object,
): value is Pick<OwnStatus, 'availability' | 'availabilityUntil'> {
  const { availability, availabilityUntil } = value as Partial<Record<keyof OwnStatus, unknown>>;
  return AVAILABILITIES.has(availability) && isTime(availabilityUntil);
}
