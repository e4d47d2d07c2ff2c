import type { Call } from '@/lib/meetings/schemas';

import type { CallLinks } from './call-links';
import { isAlike, tilesOf, type ShownSeat } from './call-tiles';
import type { CallView } from './call-types';
import type { OwnMedia } from './own-media';

type Parts = {
  seatId: string;
  call: Call | null;
  seats: readonly ShownSeat[];
  own: OwnMedia;
  isSpeaking: boolean;
  links: CallLinks | null;
};

/** How a call stands, as its screens show it; the view before where nothing that they show is different. */
export function callViewOf(
  before: CallView,
  { seatId, call, seats, own, isSpeaking, links }: Parts,
): CallView {
  const { local, stream } = own;
  const standing = own.standing();
  const self = { seatId, local, stream, standing, isSpeaking: isSpeaking && !standing.isMuted };
  const scores = links?.samples().map(({ score }) => score) ?? [];
  const next: CallView = {
    phase: before.phase,
    call,
    tiles: tilesOf(before.tiles, seats, self, (id) => links?.get(id)),
    isMuted: local.isMuted,
    isCameraOn: local.isCameraOn,
    isSharing: local.screen !== null,
    isAudioOnly: own.isAudioOnly,
    isLineNarrow: !own.isAudioOnly && (links?.areAudioOnly() ?? false),
    score: scores.length > 0 ? Math.min(...scores) : null,
    deviceTrouble: local.troubles.audio ?? local.troubles.video ?? local.troubles.screen,
  };
  return isAlike(next, before) ? before : next;
}
