'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';

import { useFrame, useMembers } from './chat-providers';
import type { Naming } from './conversation-name';

/** How people and conversations are called here. */
export function useNaming(): Naming {
  const t = useTranslations('chat');
  const members = useMembers();
  const me = useFrame().me.id;
  return useMemo(
    () => ({
      me,
      nameOf: (memberId: string) => members.get(memberId)?.name ?? t('someone'),
      selfName: (name: string) => t('sidebar.self', { name }),
    }),
    [members, me, t],
  );
}
