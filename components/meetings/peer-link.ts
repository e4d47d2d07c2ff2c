import type { Signal } from '@/lib/meetings/schemas';

/** What one end sends: camera and microphone, and the screen with its sound. Null: nothing. */
export type LinkTracks = {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
  screenAudio: MediaStreamTrack | null;
  screenVideo: MediaStreamTrack | null;
};
export type LinkRole = keyof LinkTracks;

export const NO_TRACKS: LinkTracks = { audio: null, video: null, screenAudio: null, screenVideo: null };

/** How the way to the other end is. */
export type LinkPath = 'up' | 'down';

export type PeerLinkOptions = {
  isInitiator: boolean;
  iceServers: RTCIceServer[];
  tracks: LinkTracks;
  /** For the other end; in order, and complete. */
  onSignal: (signal: Signal) => void;
  /** Once: media flows, and `received` is there; shortly before data may flow as well. */
  onMedia: () => void;
  /** Once: data may flow, too. */
  onConnected: () => void;
  /** The way broke for the moment, or is back. */
  onPath: (path: LinkPath) => void;
  onMessage: (text: string) => void;
  /** Once, whatever the reason, unless it was destroyed by its owner; afterwards it does nothing. */
  onClosed: () => void;
};

/**
 * One connection to one other seat: one attempt of `stepLink`. All that will ever be sent is agreed upon in its first
 * negotiation, so that muting, cameras and screens change without another one, which could get stuck.
 */
export type PeerLink = {
  /** Takes a signal of the other end. Nothing happens after the end. */
  feed: (signal: Signal) => void;
  /** Sends these from now on, without negotiating. */
  setTracks: (tracks: LinkTracks) => void;
  /** What comes from the other end; all null before media flows. They are there whether or not anything comes. */
  received: () => LinkTracks;
  sender: (role: LinkRole) => RTCRtpSender | null;
  receiver: (role: LinkRole) => RTCRtpReceiver | null;
  /** Looks for a new way to the other end: after a change of network. Either end may; the initiator does it. */
  restartIce: () => void;
  /** For the next time that a way is looked for. */
  setIceServers: (iceServers: RTCIceServer[]) => void;
  /** Null when it is over. */
  stats: () => Promise<RTCStatsReport | null>;
  /** Over the data channel. @returns whether it could be sent */
  send: (text: string) => boolean;
  /** Ends it; `onClosed` is not called. */
  destroy: () => void;
};

export type MakePeerLink = (options: PeerLinkOptions) => PeerLink;
