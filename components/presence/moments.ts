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
