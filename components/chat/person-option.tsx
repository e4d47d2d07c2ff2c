'use client';

import type { Member } from '@/lib/workspaces/schemas';

import { usePresence } from '../presence/presence-provider';
import { cn } from '../ui/cn';
import { optionProps } from './listbox';
import { MemberAvatar } from './member-avatar';

type PersonOptionProps = {
  person: Member;
  listId: string;
  /** Place in the list, from 0. */
  place: number;
  /** Whether the keys have reached it. */
  isReached: boolean;
  onChoose: () => void;
};

/** One person of a list to choose from: face, name, title. */
export function PersonOption({ person, listId, place, isReached, onChoose }: PersonOptionProps) {
  const presence = usePresence(person.id);
  return (
    <div
      {...optionProps(listId, place, isReached, onChoose)}
      className={cn(
        'flex h-9 cursor-default items-center gap-2.5 rounded-md px-2 hover:bg-hover pointer-coarse:h-11',
        isReached && 'bg-hover',
      )}
    >
      <MemberAvatar
        name={person.name}
        memberId={person.id}
        size="xs"
        ring="ring-raised"
        presence={presence}
      />
      <span className="truncate">{person.name}</span>
      <span className="text-soft min-w-0 truncate text-sm">{person.title}</span>
    </div>
  );
}
