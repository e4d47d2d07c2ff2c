const MOST = 2;

/** The first names of a list, joined by commas, and how many are left out; one that would be left out alone is named. */
export function someNames(all: readonly string[]): { names: string; others: number } {
  const shown = all.length === MOST + 1 ? all : all.slice(0, MOST);
  return { names: shown.join(', '), others: all.length - shown.length };
}
