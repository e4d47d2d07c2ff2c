export type Side = 'top' | 'right' | 'bottom';

type Box = { left: number; top: number; width: number; height: number };
type Size = { width: number; height: number };

const gapPx = 6;
const edgePx = 6;

const clamp = (value: number, max: number) => Math.max(edgePx, Math.min(value, max - edgePx));

/** Where a tooltip goes: on the wanted side of its anchor, on the other one where that is outside the window. */
export function placeTip(anchor: Box, tip: Size, view: Size, side: Side): { left: number; top: number } {
  if (side === 'right') {
    const top = anchor.top + (anchor.height - tip.height) / 2;
    return { left: anchor.left + anchor.width + gapPx, top: clamp(top, view.height - tip.height) };
  }
  const below = anchor.top + anchor.height + gapPx;
  const above = anchor.top - gapPx - tip.height;
  const fitsBelow = below + tip.height <= view.height - edgePx;
  const up = side === 'top' ? above >= edgePx || !fitsBelow : !fitsBelow;
  const left = anchor.left + (anchor.width - tip.width) / 2;
  return { left: clamp(left, view.width - tip.width), top: up ? above : below };
}
