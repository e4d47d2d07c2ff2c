/** A small generator of random numbers from 0 to 1 (Park and Miller), so that a failure can be repeated. */
export function randomFrom(seed: number): () => number {
  let state = seed % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
