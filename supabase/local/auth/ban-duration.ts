import { parseGoDuration } from '../go-duration.ts';
import { badRequest } from './errors.ts';

/** What `ban_duration` sets: nothing when empty, null to lift the ban; `validation_failed` (400) when malformed. */
export function bannedUntil(duration: string, now: Date): { banned_until?: Date | null } {
  if (duration === '') return {};
  const ms = duration === 'none' ? 0 : parseGoDuration(duration);
  if (ms === null) {
    throw badRequest(`invalid format for ban duration: time: invalid duration "${duration}"`);
  }
  return { banned_until: ms === 0 ? null : new Date(now.getTime() + ms) };
}
