import type { TileView } from './call-types';

export type StageLayout = 'grid' | 'speaker';

/** Something that gets a place on the stage: a person, or a screen that they share. */
export type StageItem = { key: string; kind: 'person' | 'screen'; tile: TileView };

export type StagePlan = {
  /** Large, alike. */
  main: readonly StageItem[];
  /** Small, in a row beside. */
  strip: readonly StageItem[];
  /** Oneself, small, over a corner; null when one has a place among the others. */
  floating: StageItem | null;
};

type Wishes = {
  layout: StageLayout;
  /** Key of the item that was pinned. */
  pinned: string | null;
  /** Seat of who speaks, or spoke last. */
  speaker: string | null;
};

const person = (tile: TileView): StageItem => ({ key: tile.seatId, kind: 'person', tile });
const screen = (tile: TileView): StageItem => ({ key: `${tile.seatId} screen`, kind: 'screen', tile });

/**
 * Who is shown where: what is pinned comes first, then shared screens, then in the speaker's layout who speaks, else everybody
 * alike. Own screens have no tile: they would show themselves without end.
 */
export function planStage(tiles: readonly TileView[], { layout, pinned, speaker }: Wishes): StagePlan {
  const own = tiles.find(({ isSelf }) => isSelf);
  const others = tiles.filter(({ isSelf }) => !isSelf);
  const people = others.map(person);
  const screens = others.filter((tile) => tile.screen !== null).map(screen);
  const self = own ? [person(own)] : [];
  const all = [...screens, ...people, ...self];
  const beside = (main: readonly StageItem[]): StagePlan => ({
    main,
    strip: all.filter(({ key }) => !main.some((item) => item.key === key)),
    floating: null,
  });
  const chosen = all.filter(({ key }) => key === pinned);
  if (chosen.length > 0 && all.length > 1) return beside(chosen);
  if (screens.length > 0) return beside(screens);
  if (people.length === 0) return { main: self, strip: [], floating: null };
  const loud = people.find(({ key }) => key === speaker) ?? people[0];
  if (layout === 'speaker' && people.length > 1 && loud !== undefined) return beside([loud]);
  return { main: people, strip: [], floating: self[0] ?? null };
}

/** Who holds the large place: who has it keeps it while they speak, else another who speaks, else it stays. */
export function nextSpeaker(current: string | null, tiles: readonly TileView[]): string | null {
  const others = tiles.filter(({ isSelf }) => !isSelf);
  const isStill = others.some(({ seatId, isSpeaking }) => seatId === current && isSpeaking);
  if (isStill) return current;
  return others.find(({ isSpeaking }) => isSpeaking)?.seatId ?? current;
}

/**
 * In how many columns `count` tiles become largest in a box of these measures, taking 16:9 as the shape they like best.
 * @param width @param height in CSS pixels; 0 while unknown
 */
export function columnsFor(count: number, width: number, height: number): number {
  if (count < 2 || width === 0 || height === 0) return Math.max(1, Math.ceil(Math.sqrt(count)));
  let best = { columns: 1, area: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const wide = width / columns;
    const high = height / Math.ceil(count / columns);
    const area = Math.min(wide, (high * 16) / 9) * Math.min(high, (wide * 9) / 16);
    if (area > best.area) best = { columns, area };
  }
  return best.columns;
}
