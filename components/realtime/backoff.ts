/**
 * How long to wait before trying again, in milliseconds: doubling from 1 s up to `maxMs`, anywhere in the upper half,
 * so that many clients do not come back at once.
 * @param tries how often it failed so far, from 1
 */
export function backoffMs(tries: number, maxMs = 60_000, random: () => number = Math.random): number {
  const wholeMs = Math.min(maxMs, 1000 * 2 ** Math.min(tries - 1, 16));
  return wholeMs / 2 + (random() * wholeMs) / 2;
}
