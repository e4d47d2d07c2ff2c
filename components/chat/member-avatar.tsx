'use client';

import type { ComponentProps } from 'react';

import { Avatar } from '../ui/avatar';
import { useFace } from './use-face';

type MemberAvatarProps = Omit<ComponentProps<typeof Avatar>, 'seed' | 'src'> & { memberId: string };

/** A member's picture, or their initials. Decorative, as any avatar. */
export function MemberAvatar({ memberId, ...rest }: MemberAvatarProps) {
  return <Avatar {...rest} seed={memberId} src={useFace()(memberId)} />;
}
