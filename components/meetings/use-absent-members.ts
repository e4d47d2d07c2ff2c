'use client';

import { useEffect, useState } from 'react';

import { callApi } from '../chat/api';
import { useConversations, useFrame, useMembers } from '../chat/chat-providers';

/** Of a conversation that one is in, who is not among `present`, by name. Nobody where a room has no conversation. */
export function useAbsentMembers(
  conversationId: string | null,
  present: ReadonlySet<string>,
): readonly string[] {
  const { id: workspaceId, me } = useFrame();
  const members = useMembers();
  const conversation = useConversations().conversations.find(({ id }) => id === conversationId);
  const [fetched, setFetched] = useState<readonly string[]>([]);
  const channelId = conversation === undefined || conversation.kind === 'direct' ? null : conversation.id;
  useEffect(() => {
    if (channelId === null) return undefined;
    const stop = new AbortController();
    const ask = async () => {
      const path = `/team-chat/channels/${channelId}/members`;
      const { signal } = stop;
      const answer = await callApi<{ memberIds: string[] }>('GET', path, { workspaceId, signal });
      if (answer.ok && !signal.aborted) setFetched(answer.value.memberIds);
    };
    void ask();
    return () => stop.abort();
  }, [workspaceId, channelId]);
  const all = channelId === null ? (conversation?.memberIds ?? []) : fetched;
  const nameOf = (memberId: string) => members.get(memberId)?.name ?? '';
  return all
    .filter((id) => id !== me.id && !present.has(id) && members.get(id)?.status === 'active')
    .toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
}
