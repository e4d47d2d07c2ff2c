const isSoak = process.env['PARLEY_SOAK'] === '1';

/** Any number will do. */
const SEED = 20_261_129;

/** How many runs a proof gets: few in every `npm test`, many in `npm run soak` (PARLEY_SOAK=1). */
export function runs(normal: number, soak: number): number {
  return isSoak ? soak : normal;
}

/**
 * How a law is tried on random histories. `npm test` tries the same ones each time, so that a change is blamed for what
 * it did and not for what chance found at last; the soak looks elsewhere each time, and further.
 */
export function histories(normal: number, soak: number): { numRuns: number; seed?: number } {
  return isSoak ? { numRuns: soak } : { numRuns: normal, seed: SEED };
}
