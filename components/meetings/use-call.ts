'use client';

import { useEffect, useMemo, useState } from 'react';

import { callApi } from '../chat/api';
import { useFrame } from '../chat/chat-providers';
import { useHub } from '../realtime/realtime-provider';
import { createStore, useStore } from '../realtime/store';
import type { CallControls, CallView } from './call-types';
import { deviceChoice } from './device-choice';
import type { JoinWish } from './join-wish';

const BEFORE: CallView = {
  phase: { name: 'joining' },
  call: null,
  tiles: [],
  isMuted: true,
  isCameraOn: false,
  isSharing: false,
  isAudioOnly: false,
  score: null,
  deviceTrouble: null,
};

const nothing = createStore(BEFORE);

type Running = { view: typeof nothing; controls: CallControls };

/**
 * Is in a room's call for as long as the component is there, and leaves with it. A page that is loaded anew does not leave: it
 * takes its seat again. Give the component a key per joining.
 */
export function useCall(code: string, wish: JoinWish): { view: CallView; controls: CallControls | null } {
  const hub = useHub();
  const { id: workspaceId, userTopic, me } = useFrame();
  const [running, setRunning] = useState<Running | null>(null);
  // As it is now: a topic that moves later means that the person was signed out elsewhere, or their rights changed.
  const [topic] = useState(userTopic);
  const [memberId] = useState(me.id);
  useEffect(() => {
    let isOver = false;
    let leave: (() => void) | undefined;
    const begin = async () => {
      const [{ CallSession }, { LocalMedia }] = await Promise.all([
        import('./call-session'),
        import('./local-media'),
      ]);
      if (isOver) return;
      const media = new LocalMedia();
      const { audioInput, videoInput } = deviceChoice();
      const session = new CallSession({
        hub,
        api: callApi,
        workspaceId,
        code,
        memberId,
        userTopic: topic,
        kind: wish.kind,
        media,
      });
      leave = () => void session.leave();
      await media.open({ isMuted: wish.isMuted, isCameraOn: wish.isCameraOn, audioInput, videoInput });
      if (isOver) return;
      setRunning({ view: session.view, controls: session });
      await session.start();
    };
    void begin();
    return () => {
      isOver = true;
      leave?.();
    };
  }, [hub, workspaceId, topic, memberId, code, wish]);
  const view = useStore(running?.view ?? nothing);
  return useMemo(() => ({ view, controls: running?.controls ?? null }), [view, running]);
}
