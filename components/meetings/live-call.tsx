'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';

import type { Conversation } from '@/lib/chat/schemas';
import type { CallSummary } from '@/lib/meetings/schemas';

import { callApi } from '../chat/api';
import { useFrame } from '../chat/chat-providers';
import { useConversation } from '../chat/use-timeline';
import { useTopic } from '../realtime/realtime-provider';
import { patiently } from '../ui/patiently';

const LiveCallBanner = dynamic(
  patiently(async () => (await import('./live-call-banner')).LiveCallBanner),
  {
    ssr: false,
  },
);

/** A live call as it was last heard of; a new object whenever there may be news of it. */
export type Live = { callId: string; version: number };

type LiveCallProps = {
  conversation: Conversation;
  /** As the page was made. */
  live: Live | null;
};

/** Under a conversation's bar: the call that is live in it. Nothing where there is none. */
export function LiveCall({ conversation: rendered, live: first }: LiveCallProps) {
  const { id: workspaceId, features } = useFrame();
  const { id: conversationId, topicName } = useConversation(rendered);
  const [live, setLive] = useState(first);
  const ask = async () => {
    const query = { conversationId, live: 'true', limit: 1 };
    const answer = await callApi<{ calls: CallSummary[] }>('GET', '/calls', { workspaceId, query });
    if (!answer.ok) return;
    const [last] = answer.value.calls;
    setLive((before) =>
      last === undefined
        ? null
        : before?.callId === last.id
          ? { ...before }
          : { callId: last.id, version: 0 },
    );
  };
  const hear = (event: unknown) => {
    if (!isHint(event)) return;
    const { callId, version, isLive } = event;
    setLive((before) => {
      if (before?.callId === callId && version <= before.version) return before;
      return isLive ? { callId, version } : before?.callId === callId ? null : before;
    });
  };
  const hasMeetings = features.includes('meetings');
  useTopic(hasMeetings ? topicName : null, { 'call.changed': hear }, () => void ask());
  return live === null || !hasMeetings ? null : <LiveCallBanner live={live} />;
}

function isHint(event: unknown): event is Live & { isLive: boolean } {
  return (
    typeof event === 'object' &&
    event !== null &&
    'callId' in event &&
    'isLive' in event &&
    'version' in event
  );
}
