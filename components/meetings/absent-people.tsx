'use client';

import { BellRing } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import type { Call, Room } from '@/lib/meetings/schemas';

import { useFrame } from '../chat/chat-providers';
import { MemberAvatar } from '../chat/member-avatar';
import { useNaming } from '../chat/use-naming';
import { Button } from '../ui/button';
import { Input } from '../ui/input';
import { useAbsentMembers } from './use-absent-members';
import { useRingAgain } from './use-ring-again';

/** More are found by typing. */
const MOST_SHOWN = 12;

type AbsentPeopleProps = { room: Room; call: Call | null; present: ReadonlySet<string> };

/** Who is not in a call and may be rung: those who were called, with what came of it, then the rest of its conversation. */
export function AbsentPeople({ room, call, present }: AbsentPeopleProps) {
  const t = useTranslations('meetings.people');
  const { me } = useFrame();
  const { nameOf } = useNaming();
  const [search, setSearch] = useState('');
  const mayRing = me.permissions.includes('calls.start');
  const called = (call?.rings ?? []).filter(({ memberId }) => !present.has(memberId));
  const others = useAbsentMembers(
    mayRing ? room.conversationId : null,
    new Set([...present, ...called.map(({ memberId }) => memberId)]),
  );
  const people = [
    ...called,
    ...others.map((memberId) => ({ memberId, state: null, message: '' }) as const),
  ].filter(({ memberId }) => nameOf(memberId).toLowerCase().includes(search.trim().toLowerCase()));
  if (called.length + others.length === 0) return null;
  const left = people.length - MOST_SHOWN;
  return (
    <section aria-labelledby="absent-people">
      <h3 id="absent-people" className="text-soft mt-4 mb-1 text-sm font-medium">
        {t('absent')}
      </h3>
      {called.length + others.length > MOST_SHOWN ? (
        <Input
          type="search"
          aria-label={t('find')}
          placeholder={t('find')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="my-1"
        />
      ) : null}
      <ul>
        {people.slice(0, MOST_SHOWN).map((person) => (
          <AbsentPerson key={person.memberId} room={room} mayRing={mayRing} {...person} />
        ))}
      </ul>
      {people.length === 0 ? <p className="text-soft text-xs">{t('nobody')}</p> : null}
      {left > 0 ? <p className="text-soft mt-1 text-xs">{t('more', { count: left })}</p> : null}
    </section>
  );
}

type AbsentPersonProps = {
  room: Room;
  mayRing: boolean;
  memberId: string;
  /** Null: not called yet. */
  state: Call['rings'][number]['state'] | null;
  message: string;
};

function AbsentPerson({ room, mayRing, memberId, state, message }: AbsentPersonProps) {
  const t = useTranslations('meetings.people');
  const name = useNaming().nameOf(memberId);
  const ring = useRingAgain(room);
  const [isPending, setPending] = useState(false);
  const press = async () => {
    setPending(true);
    await ring([memberId]);
    setPending(false);
  };
  return (
    <li className="flex min-h-[42px] items-center gap-2.5">
      <MemberAvatar name={name} memberId={memberId} size="sm" className="opacity-70" />
      <div className="min-w-0 grow">
        <div className="truncate text-sm font-medium">{name}</div>
        {state === null ? null : (
          <div className="text-soft truncate text-xs">
            {t(`states.${state}`)}
            {message === '' ? null : ` ${t('saying', { message })}`}
          </div>
        )}
      </div>
      {state === 'ringing' || !mayRing ? null : (
        <Button
          size="sm"
          aria-label={t('ringName', { name })}
          pending={isPending}
          onClick={() => void press()}
        >
          <BellRing />
          {t('ring')}
        </Button>
      )}
    </li>
  );
}
