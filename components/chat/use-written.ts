'use client';

import { useMemo, useState } from 'react';

import { useMembers } from './chat-providers';
import { decodeMentions, encodeMentions } from './mentions';
import type { Nameable } from './mentions';

/** Whom `@Name` means: first who was chosen from the list, then everybody whose name is theirs alone here. */
export function useMeant(chosen: readonly Nameable[]): readonly Nameable[] {
  const members = useMembers();
  return useMemo(() => {
    const active = [...members.values()].filter(({ status }) => status === 'active');
    const byName = Map.groupBy(active, ({ name }) => name);
    return [...chosen, ...active.filter(({ name }) => byName.get(name)?.length === 1)];
  }, [members, chosen]);
}

/** Stored text as its author would write it, to be changed. */
export function useWritten(body: string) {
  const members = useMembers();
  const [written, setWritten] = useState(() => decodeMentions(body, (id) => members.get(id)?.name));
  const meant = useMeant(written.people);
  return {
    text: written.text,
    body: encodeMentions(written.text, meant),
    setText: (text: string) => setWritten((before) => ({ ...before, text })),
    pick: (person: Nameable) => setWritten((before) => ({ ...before, people: [person, ...before.people] })),
  };
}
