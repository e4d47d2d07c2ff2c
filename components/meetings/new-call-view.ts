import type { CallView } from './call-types';

/** A call before anything of it is known. */
export const newCallView = (isMuted: boolean, isCameraOn: boolean): CallView => ({
  phase: { name: 'joining' },
  call: null,
  tiles: [],
  isMuted,
  isCameraOn,
  isSharing: false,
  isAudioOnly: false,
  isLineNarrow: false,
  score: null,
  deviceTrouble: null,
});
