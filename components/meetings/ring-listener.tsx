'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';

import { useFrame } from '../chat/chat-providers';
import { useTopic } from '../realtime/realtime-provider';

const RingLayer = dynamic(async () => (await import('./ring-layer')).RingLayer, { ssr: false });

/** Listens for calls; what shows and sounds comes with the first one. */
export function RingListener() {
  const [events, setEvents] = useState<readonly unknown[]>([]);
  const note = (event: unknown) => setEvents((before) => [...before, event]);
  useTopic(useFrame().userTopic, { 'call.ringing': note, 'call.settled': note });
  return events.length > 0 ? <RingLayer events={events} /> : null;
}
