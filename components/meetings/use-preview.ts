'use client';

import { useEffect, useMemo, useState } from 'react';

import { createStore, useStore } from '../realtime/store';
import type { DeviceChoice } from './device-choice';
import { EMPTY_LOCAL, LocalMedia, type LocalView } from './local-media';

type Preview = {
  view: LocalView;
  /** Microphone and camera, each to be played; null where there is none. */
  sound: MediaStream | null;
  picture: MediaStream | null;
  setMuted: (isMuted: boolean) => void;
  setCamera: (isOn: boolean) => void;
  chooseDevices: (chosen: DeviceChoice) => void;
  /** Asks once more for what could not be had. */
  retry: () => void;
  /** Hands over what is open: it goes on, and is the caller's to end. */
  take: () => readonly MediaStreamTrack[];
};

/** Holds microphone and camera open as `wishes` says at first, and lets them go with the component. */
export function usePreview(wishes: { isMuted: boolean; isCameraOn: boolean }, choice: DeviceChoice): Preview {
  const [media, setMedia] = useState<LocalMedia | null>(null);
  const [first] = useState({ isMuted: wishes.isMuted, isCameraOn: wishes.isCameraOn, ...choice });
  const [before] = useState(() => createStore<LocalView>({ ...EMPTY_LOCAL, ...wishes }));
  useEffect(() => {
    const opened = new LocalMedia();
    const begin = async () => {
      const isOpen = opened.open(first);
      setMedia(opened);
      await isOpen;
    };
    void begin();
    return () => opened.close();
  }, [first]);
  const view = useStore(media?.view ?? before);
  const { audio, video } = view;
  const sound = useMemo(() => (audio === null ? null : new MediaStream([audio])), [audio]);
  const picture = useMemo(() => (video === null ? null : new MediaStream([video])), [video]);
  return {
    view,
    sound,
    picture,
    setMuted: (isMuted) => media?.setMuted(isMuted),
    setCamera: (isOn) => void media?.setCamera(isOn),
    chooseDevices: (chosen) => void media?.changeDevices(chosen),
    retry: () => void media?.retry(),
    take: () => media?.release() ?? [],
  };
}
