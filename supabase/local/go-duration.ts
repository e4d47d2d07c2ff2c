const unitMs: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A Go duration (`1h30m`, `300ms`, `0`) in milliseconds; null when it is none. */
export function parseGoDuration(duration: string): number | null {
  if (duration === '0') return 0;
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
  return duration === '' ? null : total;
}
