'use client';

import { useEffect, useState } from 'react';

import type { MessageWithReactions } from '@/lib/chat/schemas';

import { callApi } from './api';
import { useFrame } from './chat-providers';

const PAUSE_MS = 250;
const SHORTEST = 2;
const PAGE = 30;

type Found = {
  query: string;
  messages: readonly MessageWithReactions[];
  fault: string | null;
  hasMore: boolean;
};

/** Searches a moment after the last key; `more` adds older ones. */
export function useMessageSearch(text: string) {
  const { id: workspaceId } = useFrame();
  const query = text.trim();
  const [found, setFound] = useState<Found>({ query: '', messages: [], fault: null, hasMore: false });
  const isAsking = query.length >= SHORTEST;

  useEffect(() => {
    if (!isAsking) return undefined;
    const controller = new AbortController();
    const ask = async () => {
      const next = await fetchFound(workspaceId, query, undefined, controller.signal);
      if (!controller.signal.aborted) setFound(next);
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [workspaceId, query, isAsking]);

  const more = async () => {
    const next = await fetchFound(workspaceId, query, found.messages.at(-1)?.createdAt);
    setFound((before) =>
      before.query === query ? { ...next, messages: [...before.messages, ...next.messages] } : before,
    );
  };
  return {
    state: isAsking
      ? found.query === query
        ? ('done' as const)
        : ('searching' as const)
      : ('idle' as const),
    messages: isAsking ? found.messages : [],
    fault: found.fault,
    hasMore: found.hasMore,
    more,
  };
}

async function fetchFound(
  workspaceId: string,
  query: string,
  before: string | undefined,
  signal?: AbortSignal,
): Promise<Found> {
  const answer = await callApi<{ messages: MessageWithReactions[] }>('GET', '/team-chat/search', {
    workspaceId,
    query: { q: query, before },
    signal,
  });
  if (!answer.ok) return { query, messages: [], fault: answer.error.message, hasMore: false };
  return {
    query,
    messages: answer.value.messages,
    fault: null,
    hasMore: answer.value.messages.length === PAGE,
  };
}
