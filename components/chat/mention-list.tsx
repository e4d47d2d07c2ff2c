'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';

import type { Member } from '@/lib/workspaces/schemas';

import { useFrame, useMembers } from './chat-providers';
import { listboxProps } from './listbox';
import { matchPeople } from './mentions';
import type { Nameable } from './mentions';
import { PersonOption } from './person-option';

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
  if (people.length === 0) return null;
  return (
    <div
      {...listboxProps(id, t('mentions'))}
      className="bg-raised shadow-float absolute inset-x-2 bottom-full z-30 mb-1.5 max-w-sm rounded-xl p-1"
    >
      {people.map((person, place) => (
        <PersonOption
          key={person.id}
          person={person}
          listId={id}
          place={place}
          isReached={place === index}
          onChoose={() => onChoose(person)}
        />
      ))}
    </div>
  );
}
