'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';

import type { CallSummary } from '@/lib/meetings/schemas';

import { callApi } from '../chat/api';
import { useFrame } from '../chat/chat-providers';
import { useTopic } from '../realtime/realtime-provider';

const RingLayer = dynamic(async () => (await import('./ring-layer')).RingLayer, { ssr: false });

/** Listens for calls, and asks for what began to ring before it could hear; what shows and sounds comes with the first one. */
export function RingListener() {
  const { id: workspaceId, me, features, userTopic } = useFrame();
  const [events, setEvents] = useState<readonly unknown[]>([]);
  const note = (...news: readonly unknown[]) => setEvents((before) => [...before, ...news]);
  const ask = async () => {
    const query = { limit: 3 };
    const answer = await callApi<{ calls: CallSummary[] }>('GET', '/calls', { workspaceId, query });
    const ringing = (answer.ok ? answer.value.calls : []).filter(({ endedAt, rings }) =>
      rings.some(({ memberId, state }) => endedAt === null && memberId === me.id && state === 'ringing'),
    );
    if (ringing.length === 0) return;
    const { ringingNow } = await import('./ringing-now');
    note(...(await ringingNow(workspaceId, ringing)));
  };
  const hasMeetings = features.includes('meetings');
  useTopic(userTopic, { 'call.ringing': note, 'call.settled': note }, () => void (hasMeetings && ask()));
  return events.length > 0 ? <RingLayer events={events} /> : null;
}
