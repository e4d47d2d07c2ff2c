'use client';

import { useEffect, useRef, useState } from 'react';

import type { CallControls, CallView } from './call-types';
import { pushToTalk } from './push-to-talk';

/** Has the space bar open the microphone while it is held; and tells whether it is. */
export function usePushToTalk(view: CallView, controls: CallControls): { isTalking: boolean } {
  const [isTalking, setTalking] = useState(false);
  const isMuted = useRef(view.isMuted);
  useEffect(() => {
    isMuted.current = view.isMuted;
  }, [view.isMuted]);
  useEffect(
    () =>
      pushToTalk({
        isMuted: () => isMuted.current,
        setMuted: (next) => {
          setTalking(!next);
          controls.setMuted(next);
        },
      }),
    [controls],
  );
  return { isTalking: isTalking && !view.isMuted };
}
