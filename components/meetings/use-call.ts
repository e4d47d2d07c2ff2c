'use client';

import { useEffect, useMemo, useState } from 'react';

import { useFrame } from '../chat/chat-providers';
import { useHub } from '../realtime/realtime-provider';
import { createStore, useStore, type Store } from '../realtime/store';
import { patiently } from '../ui/patiently';
import type { CallOptions } from './call-session';
import type { CallControls, CallView } from './call-types';
import { deviceChoice } from './device-choice';
import { loadCallSession } from './load-call-session';
import { newCallView } from './new-call-view';
import { forgetSeat, type KeptSeat } from './seat-memory';

const loadPatiently = patiently(loadCallSession);

const nothing = createStore<CallView>(newCallView(true, false));

/** How things were when one joined: who was in the call, and microphone and camera if they were open. */
export type Before = { seats: CallOptions['expected']; tracks: readonly MediaStreamTrack[] };

type Running = { view: Store<CallView>; controls: CallControls };

/**
 * Is in a room's call for as long as the component is there. A page that is loaded anew does not leave: it takes its seat
 * again. Give the component a key per seat, and how things were.
 */
export function useCall(
  code: string,
  seat: KeptSeat,
  before: Before,
): {
  view: CallView;
  controls: CallControls | null;
} {
  const hub = useHub();
  const {
    id: workspaceId,
    userTopic: now,
    me: { userId: me, id: memberId },
  } = useFrame();
  const [running, setRunning] = useState<Running | null>(null);
  const [fault, setFault] = useState<Error | null>(null);
  // It moves when a session elsewhere ends, and the call goes on.
  const [userTopic] = useState(() => createStore(now));
  useEffect(() => userTopic.set(now), [userTopic, now]);
  useEffect(() => {
    let isOver = false;
    let end: (() => void) | undefined;
    const begin = async () => {
      const Session = await loadPatiently();
      if (isOver) return;
      const session = new Session({
        hub,
        workspaceId,
        userTopic,
        code,
        ...seat,
        memberId,
        expected: before.seats,
        devices: deviceChoice(),
        tracks: before.tracks,
      });
      session.start();
      end = () => {
        forgetSeat(me, code);
        void session.leave();
      };
      setRunning({ view: session.view, controls: session });
    };
    begin().catch((error: unknown) => {
      if (!isOver) setFault(new Error('The call could not be loaded.', { cause: error }));
    });
    return () => {
      isOver = true;
      if (end) end();
      else for (const track of before.tracks) track.stop();
    };
  }, [hub, workspaceId, userTopic, me, memberId, code, seat, before]);
  const view = useStore(running?.view ?? nothing);
  const call = useMemo(() => ({ view, controls: running?.controls ?? null }), [view, running]);
  // The page of errors says it, and tries again.
  if (fault !== null) throw fault;
  return call;
}
