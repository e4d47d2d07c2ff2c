/** Bounds of the sidebar in CSS pixels. */
export const sidebarWidth = { min: 240, max: 320, initial: 268 } as const;

/** A width within the bounds from a cookie's value or a drag; what is not a number is the initial width. */
export function parseSidebarWidth(value: string | number | undefined): number {
  const width = Math.round(Number(value));
  if (!Number.isFinite(width) || width === 0) return sidebarWidth.initial;
  return Math.min(sidebarWidth.max, Math.max(sidebarWidth.min, width));
}
