'use client';

import { useMemo, useSyncExternalStore } from 'react';

import { useFrame, useMembers } from './chat-providers';
import { useInstance } from './chat-scope';
import { changeDraft, draftOf, NO_DRAFT, subscribeDrafts } from './draft-store';
import { encodeMentions } from './mentions';
import type { Nameable } from './mentions';
import { useMeant } from './use-written';

/** What is being written to a conversation: as its author sees it, as it will be stored, and kept over reloads. */
export function useDraft(conversationId: string) {
  const instance = useInstance();
  const memberId = useFrame().me.id;
  const members = useMembers();
  const key = useMemo(() => ({ instance, memberId, conversationId }), [instance, memberId, conversationId]);
  const draft = useSyncExternalStore(
    subscribeDrafts,
    () => draftOf(key, (id) => members.get(id)?.name),
    () => NO_DRAFT,
  );
  const meant = useMeant(draft.people);
  const body = useMemo(() => encodeMentions(draft.text, meant), [draft.text, meant]);
  const now = () => draftOf(key, (id) => members.get(id)?.name);

  return {
    text: draft.text,
    body,
    setText: (text: string) => changeDraft(key, { ...now(), text }, encodeMentions(text, meant)),
    pick: (person: Nameable) => {
      const { text, people } = now();
      changeDraft(key, { text, people: [person, ...people] }, encodeMentions(text, meant));
    },
    /** Empties it, after sending. */
    clear: () => changeDraft(key, NO_DRAFT, ''),
  };
}
