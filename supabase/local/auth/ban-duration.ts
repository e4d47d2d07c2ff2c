import { badRequest } from './errors.ts';

const unitMs: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A Go duration (`1h30m`, `300ms`) in milliseconds, `none` is 0; null when it is none. */
export function parseBanDuration(duration: string): number | null {
  if (duration === 'none' || duration === '0') return 0;
  const part = /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/y;
  let total = 0;
  let at = 0;
  while (at < duration.length) {
    part.lastIndex = at;
    const match = part.exec(duration);
    if (!match) return null;
    total += Number(match[1]) * (unitMs[match[2] ?? ''] ?? 0);
    at = part.lastIndex;
  }
  return total === 0 && duration === '' ? null : total;
}

/** What `ban_duration` sets: nothing when empty, null to lift the ban; `validation_failed` (400) when malformed. */
export function bannedUntil(duration: string, now: Date): { banned_until?: Date | null } {
  if (duration === '') return {};
  const ms = parseBanDuration(duration);
  if (ms === null) {
    throw badRequest(`invalid format for ban duration: time: invalid duration "${duration}"`);
  }
  return { banned_until: ms === 0 ? null : new Date(now.getTime() + ms) };
}
