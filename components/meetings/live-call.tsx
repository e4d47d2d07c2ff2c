'use client';

import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';

import type { Conversation } from '@/lib/chat/schemas';
import type { CallSummary } from '@/lib/meetings/schemas';

import { callApi } from '../chat/api';
import { useFrame } from '../chat/chat-providers';
import { useConversation } from '../chat/use-timeline';
import { useTopic } from '../realtime/realtime-provider';
import { serverNow } from '../realtime/server-clock';

const LiveCallBanner = dynamic(async () => (await import('./live-call-banner')).LiveCallBanner, {
  ssr: false,
});

/** A live call as it was last heard of; a new object whenever there may be news of it. */
export type Live = { callId: string; version: number };

/** What a page was made with is new for so long: whoever comes or goes just now, tells of it. */
const NEW_MS = 10_000;

type LiveCallProps = {
  conversation: Conversation;
  /** As the page was made, and when (ISO 8601). */
  live: Live | null;
  now: string;
};

/** Under a conversation's bar: the call that is live in it. Nothing where there is none. */
export function LiveCall({ conversation: rendered, live: first, now }: LiveCallProps) {
  const { id: workspaceId, features } = useFrame();
  const { id: conversationId, topicName } = useConversation(rendered);
  const [live, setLive] = useState(first);
  const isFirst = useRef(true);
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
  const onSubscribed = () => {
    const isNew = isFirst.current && Date.parse(serverNow()) - Date.parse(now) < NEW_MS;
    isFirst.current = false;
    if (!isNew) void ask();
  };
  const hasMeetings = features.includes('meetings');
  useTopic(hasMeetings ? topicName : null, { 'call.changed': hear }, onSubscribed);
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
