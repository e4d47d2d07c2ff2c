/** How often a long proof tries: few times in every `npm test`, many in `npm run soak` (PARLEY_SOAK=1). */
export function runs(normal: number, soak: number): number {
  return process.env['PARLEY_SOAK'] === '1' ? soak : normal;
}
