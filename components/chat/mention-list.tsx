'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';

import type { Member } from '@/lib/workspaces/schemas';

import { Avatar } from '../ui/avatar';
import { cn } from '../ui/cn';
import { useFrame, useMembers, usePresence } from './chat-providers';
import { listboxProps, optionProps } from './listbox';
import { matchPeople } from './mentions';
import type { Nameable } from './mentions';

const SHOWN = 8;
const none: readonly Member[] = [];

/** Who fits what is typed after an `@` (null: nothing is), and which of them the keys have reached. */
export function useMentionChoice(query: string | null, start: number | undefined) {
  const members = useMembers();
  const me = useFrame().me.id;
  const [at, setAt] = useState({ query: '', index: 0 });
  const [dismissed, setDismissed] = useState<number | undefined>();
  const people = useMemo(() => {
    if (query === null) return none;
    const active = [...members.values()].filter(({ id, status }) => status === 'active' && id !== me);
    return matchPeople(active, query.trimStart(), SHOWN);
  }, [members, me, query]);
  const isShown = query !== null && dismissed !== start;
  const shown = isShown ? people : none;
  const index = at.query === query ? Math.min(at.index, Math.max(0, shown.length - 1)) : 0;
  const move = (by: number) =>
    setAt({ query: query ?? '', index: (index + by + shown.length) % shown.length });

  const onKey = (key: string, choose: (person: Nameable) => void): boolean => {
    const person = shown[index];
    if (key === 'ArrowDown') move(1);
    else if (key === 'ArrowUp') move(-1);
    else if (key === 'Escape') setDismissed(start);
    else if ((key === 'Enter' || key === 'Tab') && person !== undefined) choose(person);
    else return false;
    return true;
  };
  return { people: shown, index, onKey, dismiss: () => setDismissed(start) };
}

type MentionListProps = {
  id: string;
  people: readonly Member[];
  index: number;
  onChoose: (person: Nameable) => void;
};

/** The people that an unfinished `@…` may mean, above what is being written. */
export function MentionList({ id, people, index, onChoose }: MentionListProps) {
  const t = useTranslations('chat.composer');
  const presenceOf = usePresence();
  if (people.length === 0) return null;
  return (
    <div
      {...listboxProps(id, t('mentions'))}
      className="bg-raised shadow-float absolute inset-x-2 bottom-full z-30 mb-1.5 max-w-sm rounded-xl p-1"
    >
      {people.map((person, place) => (
        <div
          key={person.id}
          {...optionProps(id, place, place === index, () => onChoose(person))}
          className={cn(
            'h-row flex cursor-default items-center gap-2.5 rounded-md px-2 pointer-coarse:h-11',
            place === index && 'bg-hover',
          )}
        >
          <Avatar
            name={person.name}
            seed={person.id}
            size="xs"
            ring="ring-raised"
            presence={presenceOf(person.id)}
          />
          <span className="truncate">{person.name}</span>
          <span className="text-soft min-w-0 truncate text-sm">{person.title}</span>
        </div>
      ))}
    </div>
  );
}
