/** How many runs a property gets: few in every `npm test`, many in `npm run soak` (PARLEY_SOAK=1). */
export function runs(normal: number, soak: number): number {
  return process.env['PARLEY_SOAK'] === '1' ? soak : normal;
}
