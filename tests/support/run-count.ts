/**
 * How often a long proof repeats: a sample in `npm test`, all of it in `npm run soak`.
 */
export function runCount(sample: number, soak: number): number {
  return process.env['PARLEY_SOAK'] === '1' ? soak : sample;
}
