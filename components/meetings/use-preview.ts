'use client';

import { useEffect, useState } from 'react';

import { askForTracks, type DeviceTrouble } from './media-devices';

type Preview = { stream: MediaStream | null; trouble: DeviceTrouble | 'insecure' | null };

const NONE: Preview = { stream: null, trouble: null };
// Pages that came over plain http from another machine have no devices at all.
const INSECURE: Preview = { stream: null, trouble: 'insecure' };

/** Holds a microphone or camera open while `isOn`; let go of when the component goes. A new `attempt` asks once more. */
export function usePreview(
  kind: 'audio' | 'video',
  isOn: boolean,
  deviceId: string | undefined,
  attempt: number,
): Preview {
  const [preview, setPreview] = useState<Preview & { of: string }>({ ...NONE, of: '' });
  const hasDevices = 'mediaDevices' in navigator;
  const wanted = isOn && hasDevices ? `${kind} ${deviceId ?? ''} ${attempt}` : '';
  useEffect(() => {
    if (wanted === '') return undefined;
    let isOver = false;
    let opened: readonly MediaStreamTrack[] = [];
    const open = async () => {
      const { tracks, trouble } = await askForTracks({ [kind]: deviceId ?? '' });
      if (isOver) return stop(tracks);
      opened = tracks;
      setPreview({ stream: tracks.length === 0 ? null : new MediaStream([...tracks]), trouble, of: wanted });
    };
    void open();
    return () => {
      isOver = true;
      stop(opened);
    };
  }, [wanted, kind, deviceId]);
  if (!hasDevices) return INSECURE;
  return preview.of === wanted && isOn ? preview : NONE;
}

function stop(tracks: readonly MediaStreamTrack[]): void {
  for (const track of tracks) track.stop();
}
