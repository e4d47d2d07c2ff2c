import type { TileView } from './call-types';

/** Whose sound is played: the others', and not what one's own other tabs and devices hear, which would be an echo of oneself. */
export function heardTiles(tiles: readonly TileView[]): readonly TileView[] {
  const own = tiles.find(({ isSelf }) => isSelf)?.memberId;
  return tiles.filter(({ isSelf, memberId }) => !isSelf && memberId !== own);
}
