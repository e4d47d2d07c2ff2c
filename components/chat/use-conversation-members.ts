'use client';

import { useEffect, useMemo, useState } from 'react';

import type { Conversation } from '@/lib/chat/schemas';

import { useTopic } from '../realtime/realtime-provider';
import { createRefresher } from '../realtime/refresher';
import { callApi, isPassing } from './api';
import { useWorkspace } from './chat-providers';

/** Who is in a conversation, live. `rendered` is what the server rendered. */
export function useConversationMembers(
  { id, topicName }: Conversation,
  rendered: readonly string[],
): readonly string[] {
  const { id: workspaceId } = useWorkspace();
  const [fetched, setFetched] = useState<{ of: string; memberIds: readonly string[] } | null>(null);
  const refresher = useMemo(
    () =>
      createRefresher(async () => {
        const path = `/team-chat/channels/${id}/members`;
        const result = await callApi<{ memberIds: string[] }>('GET', path, { workspaceId });
        if (result.ok) setFetched({ of: id, memberIds: result.value.memberIds });
        return result.ok || !isPassing(result.error) ? 'done' : 'again';
      }),
    [workspaceId, id],
  );
  useEffect(() => {
    refresher.resume();
    return () => refresher.stop();
  }, [refresher]);
  useTopic(topicName, { 'members.changed': () => refresher.soon(100 + Math.random() * 1_000) });
  return fetched?.of === id ? fetched.memberIds : rendered;
}
