'use client';

import type { ComponentProps } from 'react';

import { fileHref } from '@/lib/files/file-href';

import { Avatar } from '../ui/avatar';
import { useFrame, useMembers } from './chat-providers';

type MemberAvatarProps = Omit<ComponentProps<typeof Avatar>, 'seed' | 'src'> & { memberId: string };

/** A member's picture, or their initials. Decorative, as any avatar. */
export function MemberAvatar({ memberId, ...rest }: MemberAvatarProps) {
  const { id } = useFrame();
  const file = useMembers().get(memberId)?.avatarId ?? null;
  return <Avatar {...rest} seed={memberId} src={file === null ? null : fileHref(id, file)} />;
}
