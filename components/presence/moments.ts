const DAY_MS = 86_400_000;

/** How times are written, by the language of the interface. */
const LOCALES: Record<string, string> = { en: 'en-GB' };

/**
 * A moment, as short as it can be said now (`nowMs`) in the reader's own zone: 14:02 today, "Mon" within a week of it, else
 * "12 Mar". What is past has the time with its weekday.
 */
export function shortMoment(iso: string, language: string, nowMs = Date.now()): string {
  const at = new Date(iso);
  const write = (shape: Intl.DateTimeFormatOptions) =>
    at.toLocaleString(LOCALES[language] ?? language, { hourCycle: 'h23', ...shape });
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  if (at.toDateString() === new Date(nowMs).toDateString()) return write(time);
  if (Math.abs(at.getTime() - nowMs) >= 6 * DAY_MS) return write({ day: 'numeric', month: 'short' });
  return write({ weekday: 'short', ...(at.getTime() < nowMs ? time : {}) });
}

/** Whether something that ends then has ended; null never does. */
export function isOver(until: string | null): boolean {
  return until !== null && Date.parse(until) <= Date.now();
}

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
