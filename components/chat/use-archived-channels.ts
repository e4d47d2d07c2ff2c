'use client';

import { useEffect, useState } from 'react';

import type { Conversation } from '@/lib/chat/schemas';

import { callApi } from './api';
import { useWorkspace } from './chat-providers';

type ArchivedChannels = { channels: readonly Conversation[]; fault: string | null };

/**
 * One's channels that are archived for everybody, asked for while they are wanted, and again when a conversation leaves or
 * joins the list; null until then.
 */
export function useArchivedChannels(isWanted: boolean): ArchivedChannels | null {
  const workspace = useWorkspace();
  const [found, setFound] = useState<ArchivedChannels | null>(null);
  useEffect(() => {
    if (!isWanted) return undefined;
    const controller = new AbortController();
    let asked: string | null = null;
    const load = async () => {
      const listed = idsOf(workspace.conversations.get());
      if (listed === asked) return;
      asked = listed;
      const answer = await callApi<{ conversations: Conversation[] }>('GET', '/team-chat/conversations', {
        workspaceId: workspace.id,
        query: { archived: 'true' },
        signal: controller.signal,
      });
      if (controller.signal.aborted || listed !== asked) return;
      setFound(
        answer.ok
          ? { channels: answer.value.conversations.filter(({ isArchived }) => isArchived), fault: null }
          : { channels: [], fault: answer.error.message },
      );
    };
    const sync = () => void load();
    sync();
    const stop = workspace.conversations.subscribe(sync);
    return () => {
      controller.abort();
      stop();
    };
  }, [isWanted, workspace]);
  return found;
}

const idsOf = (conversations: readonly Conversation[]) =>
  conversations
    .map(({ id }) => id)
    .toSorted()
    .join(' ');
