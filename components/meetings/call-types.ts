import type { Call, QualitySample } from '@/lib/meetings/schemas';

/** Where the session is: before joining, in, trying to come back, or over (and why). */
export type CallPhase =
  | { name: 'joining' }
  | { name: 'in' }
  | { name: 'reconnecting' }
  | {
      name: 'over';
      reason: 'left' | 'ended' | 'removed' | 'elsewhere' | 'full' | 'refused';
      /** What the server said of it, if anything. */
      says: string | null;
    };

/** How the link to somebody stands. */
export type LinkView = {
  phase: 'connecting' | 'connected' | 'reconnecting';
  /** Told after some failed attempts; they go on. */
  trouble: 'timeout' | 'closed' | null;
  /** Their camera is on, and the line does not carry its picture at present. */
  isPictureHeld: boolean;
  /** The newest sample; null before the first. */
  quality: QualitySample | null;
};

/** One person's device in the call, as the screen shows it; one's own too. */
export type TileView = {
  seatId: string;
  memberId: string;
  isSelf: boolean;
  isMuted: boolean;
  isCameraOn: boolean;
  /** Camera and microphone; null before anything has come. A new object whenever its tracks change. */
  stream: MediaStream | null;
  /** The shared screen, with its sound; null when none is shared. */
  screen: MediaStream | null;
  isSpeaking: boolean;
  /** Null for oneself. */
  link: LinkView | null;
};

export type CallView = {
  phase: CallPhase;
  call: Call | null;
  tiles: readonly TileView[];
  /** The person's wish; true as well where there is no microphone. Their tile says what the others are told. */
  isMuted: boolean;
  isCameraOn: boolean;
  isSharing: boolean;
  /** Only sound is sent and asked for, by choice. */
  isAudioOnly: boolean;
  /** Only sound is sent, since the line carries no more; pictures come back with it. */
  isLineNarrow: boolean;
  /** The worst of the links, 1 to 5; null before the first sample. */
  score: number | null;
  /**
   * The last thing that went wrong with the person's own devices, in a word for the text catalogue. silenced: the system or
   * a switch keeps the microphone silent while the person wants to be heard.
   */
  deviceTrouble: 'denied' | 'missing' | 'busy' | 'silenced' | null;
};

/** What the person does in a call. All are safe to repeat. */
export type CallControls = {
  setMuted: (isMuted: boolean) => void;
  setCamera: (isOn: boolean) => Promise<void>;
  /** Asks for a screen, window or tab; with its sound, where the browser has it. */
  startSharing: () => Promise<void>;
  stopSharing: () => void;
  chooseDevices: (chosen: { audioInput?: string; videoInput?: string }) => Promise<void>;
  setAudioOnly: (isAudioOnly: boolean) => void;
  /** The notice of `deviceTrouble` was read. */
  forgetTroubles: () => void;
  leave: () => Promise<void>;
};
