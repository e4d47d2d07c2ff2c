'use client';

import { useEffect, useState } from 'react';

import type { Room } from '@/lib/meetings/schemas';

import { callApi } from '../chat/api';
import { useHub } from '../realtime/realtime-provider';

/** Who knows only a room's code hears nothing of its calls, so this asks. */
const EVERY_MS = 8_000;

/** A room and who is in it, asked for again while `isWatched`. */
export function useRoom(rendered: Room, isWatched: boolean): Room {
  const [room, setRoom] = useState(rendered);
  const hub = useHub();
  const { code } = rendered;
  useEffect(() => {
    if (!isWatched) return undefined;
    let isOver = false;
    const ask = async () => {
      if (document.visibilityState !== 'visible') return;
      const answer = await callApi<Room>('GET', `/meeting-rooms/${code}`);
      if (answer.ok && !isOver) setRoom(answer.value);
    };
    const timer = setInterval(() => void ask(), EVERY_MS);
    const stop = hub.onReturn(() => void ask());
    return () => {
      isOver = true;
      clearInterval(timer);
      stop();
    };
  }, [code, hub, isWatched]);
  return room;
}
