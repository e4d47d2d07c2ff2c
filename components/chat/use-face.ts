'use client';

import { useCallback } from 'react';

import { fileHref } from '@/lib/files/file-href';

import { useFrame, useMembers } from './chat-providers';

/** Where a member's picture is; null for who has none. */
export function useFace(): (memberId: string) => string | null {
  const { id } = useFrame();
  const members = useMembers();
  return useCallback(
    (memberId) => {
      const file = members.get(memberId)?.avatarId ?? null;
      return file === null ? null : fileHref(id, file);
    },
    [id, members],
  );
}
