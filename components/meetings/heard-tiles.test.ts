import { expect, test } from 'vitest';

import type { TileView } from './call-types';
import { heardTiles } from './heard-tiles';

const tile = (seatId: string, memberId: string, isSelf = false): TileView => ({
  seatId,
  memberId,
  isSelf,
  isMuted: false,
  isCameraOn: false,
  stream: null,
  screen: null,
  isSpeaking: false,
  link: null,
});

test('one hears the others, and neither oneself nor one’s own other devices', () => {
  const tiles = [tile('laptop', 'ada', true), tile('phone', 'ada'), tile('desk', 'bo')];
  expect(heardTiles(tiles).map(({ seatId }) => seatId)).toEqual(['desk']);
});
