/** A size in the reader's language: 12 KB, 3.4 MB. */
export function writeSize(sizeBytes: number, language: string): string {
  const [unit, divisor] =
    sizeBytes < 1_000_000 ? (['kilobyte', 1_000] as const) : (['megabyte', 1_000_000] as const);
  const size = Math.max(0.1, sizeBytes / divisor);
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: size < 10 ? 1 : 0,
  }).format(size);
}

/** How large a picture is drawn, in pixels, so that nothing moves when it comes. */
export function fitted(
  { width, height }: { width: number; height: number },
  most: { width: number; height: number },
): { width: number; height: number } {
  const scale = Math.min(1, most.width / width, most.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
