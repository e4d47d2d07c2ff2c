'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';

import type { CallSummary } from '@/lib/meetings/schemas';

import { callApi } from '../chat/api';
import { useFrame } from '../chat/chat-providers';
import { useTopic } from '../realtime/realtime-provider';
import { patiently } from '../ui/patiently';

const RingLayer = dynamic(
  patiently(async () => (await import('./ring-layer')).RingLayer),
  { ssr: false },
);

const loadRingNews = patiently(async () => (await import('./ring-news')).ringNews);

/** Listens for calls, and asks for what began or ceased to ring while it could not hear; what shows and sounds comes with the first one. */
export function RingListener() {
  const { id: workspaceId, me, features, userTopic } = useFrame();
  const [events, setEvents] = useState<readonly unknown[]>([]);
  const note = (...news: readonly unknown[]) => setEvents((before) => [...before, ...news]);
  const ask = async () => {
    const query = { live: 'true' };
    const answer = await callApi<{ calls: CallSummary[] }>('GET', '/calls', { workspaceId, query });
    const live = answer.ok ? answer.value.calls : [];
    if (live.length === 0 && events.length === 0) return;
    const ringNews = await loadRingNews();
    note(...(await ringNews({ workspaceId, me: me.id, events, live })));
  };
  const hasMeetings = features.includes('meetings');
  useTopic(userTopic, { 'call.ringing': note, 'call.settled': note }, () => void (hasMeetings && ask()));
  return events.length > 0 ? <RingLayer events={events} /> : null;
}
