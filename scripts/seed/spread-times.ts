const MINUTE_MS = 60_000;
const SECOND_MS = 1000;

function workingDaysBefore(now: Date, days: number): Date {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  for (let left = days; left > 0;) {
    day.setDate(day.getDate() - 1);
    if (day.getDay() !== 0 && day.getDay() !== 6) left -= 1;
  }
  return day;
}

function timeOf(written: string, now: Date): Date {
  const minutes = /^(\d+)m$/.exec(written)?.[1];
  if (minutes !== undefined) return new Date(now.getTime() - Number(minutes) * MINUTE_MS);
  const [, days, hour, minute] = /^([1-9]\d?)d (\d\d):(\d\d)$/.exec(written) ?? [];
  if (days === undefined) throw new Error(`${written} is not a time like "9d 09:12" or "52m"`);
  const day = workingDaysBefore(now, Number(days));
  day.setHours(Number(hour), Number(minute));
  return day;
}

/**
 * The moments of messages that follow one another, from times like `9d 09:12` (nine working days before today, in
 * this machine's zone) and `52m` (minutes before now): always later than the one before, and before now.
 */
export function spreadTimes(written: readonly string[], now: Date): Date[] {
  let last = 0;
  return written.map((text) => {
    last = Math.max(timeOf(text, now).getTime(), last + SECOND_MS);
    return new Date(last);
  });
}
