'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';

import type { Member } from '@/lib/workspaces/schemas';

import { focusNow } from './focus-now';
import { listboxProps, optionId } from './listbox';
import { matchPeople } from './mentions';
import { PersonOption } from './person-option';

const SHOWN = 50;

type PeoplePickerProps = {
  people: readonly Member[];
  chosen: readonly Member[];
  onChange: (chosen: readonly Member[]) => void;
  /** What the field is for. */
  label: string;
  /** Said when there is nobody to choose from. */
  nobody: ReactNode;
  /** Enter in the empty field, with somebody chosen. */
  onSubmit: () => void;
};

/** Chooses people by name: type, arrow keys, Enter; Backspace takes the last one back. */
export function PeoplePicker({ people, chosen, onChange, label, nobody, onSubmit }: PeoplePickerProps) {
  const t = useTranslations('chat.direct');
  const listId = useId();
  const [text, setText] = useState('');
  const [index, setIndex] = useState(0);
  const left = people.filter(({ id }) => !chosen.some((one) => one.id === id));
  const found = matchPeople(left, text.trim(), SHOWN);
  const at = Math.min(index, Math.max(0, found.length - 1));

  const choose = (person: Member) => {
    onChange([...chosen, person]);
    setText('');
    setIndex(0);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const person = found[at];
    if (event.key === 'ArrowDown') setIndex(Math.min(found.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setIndex(Math.max(0, at - 1));
    else if (event.key === 'Enter' && text.trim() === '' && chosen.length > 0) onSubmit();
    else if (event.key === 'Enter' && person !== undefined) choose(person);
    else if (event.key === 'Backspace' && text === '') onChange(chosen.slice(0, -1));
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className="border-line bg-raised focus-within:border-accent flex flex-wrap items-center gap-1.5 rounded border p-1.5">
        {chosen.map((person) => (
          <span
            key={person.id}
            className="bg-tint text-tint-ink flex h-6 items-center gap-1.5 rounded-sm pl-1.5 font-medium"
          >
            {person.name}
            <button
              type="button"
              aria-label={t('remove', { name: person.name })}
              className="grid size-6 place-items-center"
              onClick={() => onChange(chosen.filter(({ id }) => id !== person.id))}
            >
              <X className="size-3.5" />
            </button>
          </span>
        ))}
        <input
          ref={focusNow}
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={found.length > 0 ? optionId(listId, at) : undefined}
          aria-autocomplete="list"
          aria-label={label}
          placeholder={t('placeholder')}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setIndex(0);
          }}
          onKeyDown={onKeyDown}
          className="h-6 min-w-32 grow bg-transparent px-1 outline-hidden pointer-coarse:h-9 pointer-coarse:text-[1rem]"
        />
      </div>
      <div {...listboxProps(listId, t('people'))} className="mt-2 h-60 overflow-y-auto">
        {found.map((person, place) => (
          <PersonOption
            key={person.id}
            person={person}
            listId={listId}
            place={place}
            isReached={place === at}
            onChoose={() => choose(person)}
          />
        ))}
      </div>
      {found.length > 0 ? null : (
        <p className="text-soft -mt-58 h-58 px-2">{left.length === 0 ? nobody : t('empty')}</p>
      )}
    </>
  );
}
