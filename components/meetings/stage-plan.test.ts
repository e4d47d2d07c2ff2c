import { describe, expect, test } from 'vitest';

import type { TileView } from './call-types';
import { columnsFor, nextSpeaker, planStage } from './stage-plan';

// The plan only asks whether there is a screen, never what is in it.
const screenOf = (): TileView['screen'] => Object.create(null);

const tile = (seatId: string, more: Partial<TileView> = {}): TileView => ({
  seatId,
  memberId: `member ${seatId}`,
  isSelf: false,
  isMuted: false,
  isCameraOn: false,
  stream: null,
  screen: null,
  isSpeaking: false,
  link: null,
  ...more,
});

const me = tile('me', { isSelf: true });
const keys = (items: readonly { key: string }[]) => items.map(({ key }) => key);
const plain = { layout: 'grid', pinned: null, speaker: null } as const;

describe('planStage', () => {
  test('who is alone has the stage', () => {
    const plan = planStage([me], plain);
    expect(keys(plan.main)).toEqual(['me']);
    expect(plan.floating).toBeNull();
  });

  test('in the grid the others are alike, and one is small oneself', () => {
    const plan = planStage([me, tile('ada'), tile('bo')], plain);
    expect(keys(plan.main)).toEqual(['ada', 'bo']);
    expect(plan.floating?.key).toBe('me');
  });

  test('in the layout of the speaker the others are beside', () => {
    const plan = planStage([me, tile('ada'), tile('bo')], { ...plain, layout: 'speaker', speaker: 'bo' });
    expect(keys(plan.main)).toEqual(['bo']);
    expect(keys(plan.strip)).toEqual(['ada', 'me']);
  });

  test('several screens are large together, but not one’s own', () => {
    const tiles = [
      { ...me, screen: screenOf() },
      tile('ada', { screen: screenOf() }),
      tile('bo', { screen: screenOf() }),
    ];
    const plan = planStage(tiles, plain);
    expect(keys(plan.main)).toEqual(['ada screen', 'bo screen']);
    expect(keys(plan.strip)).toEqual(['ada', 'bo', 'me']);
  });

  test('what is pinned comes before screens, and a pin of somebody who left is nothing', () => {
    const tiles = [me, tile('ada', { screen: screenOf() }), tile('bo')];
    expect(keys(planStage(tiles, { ...plain, pinned: 'bo' }).main)).toEqual(['bo']);
    expect(keys(planStage(tiles, { ...plain, pinned: 'gone' }).main)).toEqual(['ada screen']);
  });

  test('nobody is shown twice, and nobody is missing', () => {
    const tiles = [me, tile('ada', { screen: screenOf() }), tile('bo'), tile('mei')];
    for (const layout of ['grid', 'speaker'] as const) {
      for (const pinned of [null, 'me', 'ada', 'ada screen']) {
        const { main, strip, floating } = planStage(tiles, { layout, pinned, speaker: 'mei' });
        const shown = keys([...main, ...strip, ...(floating ? [floating] : [])]);
        expect(shown.toSorted()).toEqual(['ada', 'ada screen', 'bo', 'me', 'mei']);
      }
    }
  });
});

describe('nextSpeaker', () => {
  test('who speaks keeps the place until they are silent and another speaks', () => {
    const ada = tile('ada', { isSpeaking: true });
    const bo = tile('bo', { isSpeaking: true });
    expect(nextSpeaker('bo', [me, ada, bo])).toBe('bo');
    expect(nextSpeaker('bo', [me, ada, tile('bo')])).toBe('ada');
    expect(nextSpeaker('bo', [me, tile('ada'), tile('bo')])).toBe('bo');
  });

  test('one is never one’s own speaker', () => {
    expect(nextSpeaker(null, [{ ...me, isSpeaking: true }])).toBeNull();
  });
});

describe('columnsFor', () => {
  test('a wide stage sets people beside each other, a phone below each other', () => {
    expect(columnsFor(2, 1400, 760)).toBe(2);
    expect(columnsFor(4, 1120, 760)).toBe(2);
    expect(columnsFor(2, 380, 640)).toBe(1);
    expect(columnsFor(5, 1400, 760)).toBe(3);
  });
});
