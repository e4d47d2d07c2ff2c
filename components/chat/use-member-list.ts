'use client';

import { useLocale } from 'next-intl';
import { useMemo } from 'react';

import type { Member } from '@/lib/workspaces/schemas';

import { useMembers } from './chat-providers';

/** The active members by name. */
export function useMemberList(): readonly Member[] {
  const members = useMembers();
  const language = useLocale();
  return useMemo(() => {
    const byName = new Intl.Collator(language).compare;
    return [...members.values()]
      .filter(({ status }) => status === 'active')
      .toSorted((a, b) => byName(a.name, b.name));
  }, [members, language]);
}
