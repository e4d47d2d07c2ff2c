export type Expiry = 'never' | 'half-hour' | 'hour' | 'today' | 'tomorrow' | 'week';

/** When something ends that is set at `nowMs`, in the reader's own zone; null for never. Weeks end with Sunday. */
export function endOf(expiry: Expiry, nowMs: number): string | null {
  const now = new Date(nowMs);
  const dayAhead = (days: number, hours = 0) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hours).toISOString();
  switch (expiry) {
    case 'never':
      return null;
    case 'half-hour':
      return new Date(nowMs + 30 * 60_000).toISOString();
    case 'hour':
      return new Date(nowMs + 60 * 60_000).toISOString();
    case 'today':
      return dayAhead(1);
    case 'tomorrow':
      return dayAhead(1, 9);
    case 'week':
      break;
  }
  return dayAhead(7 - ((now.getDay() + 6) % 7));
}
