/** A running time as a clock shows it: 0:07, 12:47, 1:02:03. */
export function clockOf(elapsedMs: number): string {
  const wholeS = Math.max(0, Math.floor(elapsedMs / 1000));
  const hours = Math.floor(wholeS / 3600);
  const minutes = Math.floor(wholeS / 60) % 60;
  const tail = two(wholeS % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Whole minutes between two moments (ISO 8601); never below zero. */
export function minutesBetween(fromIso: string, untilIso: string): number {
  return Math.max(0, Math.floor((Date.parse(untilIso) - Date.parse(fromIso)) / 60_000));
}
