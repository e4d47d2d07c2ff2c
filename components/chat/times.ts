/** How times are written, by the language of the interface. */
const DATE_LOCALES: Record<string, string> = { en: 'en-GB' };

const formatters = new Map<string, Intl.DateTimeFormat>();

const shapes = {
  day: { year: 'numeric', month: '2-digit', day: '2-digit' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  full: { dateStyle: 'full', timeStyle: 'short' },
  short: { day: 'numeric', month: 'short' },
  weekday: { weekday: 'long', day: 'numeric', month: 'long' },
  dated: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export type TimeShape = keyof typeof shapes;

/** A moment as a reader in `zone` (IANA) writes it; `day` is the sortable YYYY-MM-DD of that zone. */
export function formatTime(iso: string, shape: TimeShape, zone: string, language: string): string {
  const locale = shape === 'day' ? 'sv-SE' : (DATE_LOCALES[language] ?? language);
  const key = `${locale} ${zone} ${shape}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, { ...shapes[shape], timeZone: zone });
    formatters.set(key, formatter);
  }
  return formatter.format(new Date(iso));
}

/** Whether a browser's or cookie's word names a time zone that this runtime knows. */
export function isZone(zone: string | undefined): zone is string {
  if (zone === undefined || zone === '') return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export type DayName = { kind: 'today' | 'yesterday' } | { kind: 'date'; text: string };

/** What a day separator says, seen from `nowIso`. */
export function dayName(iso: string, nowIso: string, zone: string, language: string): DayName {
  const day = formatTime(iso, 'day', zone, language);
  const today = formatTime(nowIso, 'day', zone, language);
  if (day === today) return { kind: 'today' };
  const yesterday = new Date(`${today}T12:00:00Z`);
  yesterday.setUTCDate(yesterday.getUTCDate() - 1);
  if (day === yesterday.toISOString().slice(0, 10)) return { kind: 'yesterday' };
  const isThisYear = day.slice(0, 4) === today.slice(0, 4);
  return { kind: 'date', text: formatTime(iso, isThisYear ? 'weekday' : 'dated', zone, language) };
}
