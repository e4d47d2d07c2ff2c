'use client';

import { useEffect, useRef, useState } from 'react';

import { askForTracks, type DeviceTrouble } from './media-devices';

type Preview = { stream: MediaStream | null; trouble: DeviceTrouble | 'insecure' | null };
type Held = Preview & {
  /** Hands over what is open: it goes on, and is the caller's to end. */
  take: () => readonly MediaStreamTrack[];
};

const NONE: Preview = { stream: null, trouble: null };
// Pages that came over plain http from another machine have no devices at all.
const INSECURE: Preview = { stream: null, trouble: 'insecure' };

/** Holds a microphone or camera open while `isOn`; let go of when the component goes. A new `attempt` asks once more. */
export function usePreview(
  kind: 'audio' | 'video',
  isOn: boolean,
  deviceId: string | undefined,
  attempt: number,
): Held {
  const [preview, setPreview] = useState<Preview & { of: string }>({ ...NONE, of: '' });
  const hasDevices = 'mediaDevices' in navigator;
  const held = useRef<readonly MediaStreamTrack[]>([]);
  const take = () => {
    const tracks = held.current;
    held.current = [];
    return tracks;
  };
  const wanted = isOn && hasDevices ? `${kind} ${deviceId ?? ''} ${attempt}` : '';
  useEffect(() => {
    if (wanted === '') return undefined;
    let isOver = false;
    const open = async () => {
      const { tracks, trouble } = await askForTracks({ [kind]: deviceId ?? '' });
      if (isOver) return stop(tracks);
      held.current = tracks;
      setPreview({ stream: tracks.length === 0 ? null : new MediaStream([...tracks]), trouble, of: wanted });
    };
    void open();
    return () => {
      isOver = true;
      stop(held.current);
      held.current = [];
    };
  }, [wanted, kind, deviceId]);
  const now = preview.of === wanted && isOn ? preview : NONE;
  return { ...(hasDevices ? now : INSECURE), take };
}

function stop(tracks: readonly MediaStreamTrack[]): void {
  for (const track of tracks) track.stop();
}
