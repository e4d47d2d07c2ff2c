'use client';

import type { ComponentProps } from 'react';

import { AvatarStack } from '../ui/avatar';
import { useFace } from './use-face';
import { useNaming } from './use-naming';

type MemberStackProps = Omit<ComponentProps<typeof AvatarStack>, 'people'> & { memberIds: readonly string[] };

/** A few members, overlapping. Decorative, as any avatar. */
export function MemberStack({ memberIds, ...rest }: MemberStackProps) {
  const { nameOf } = useNaming();
  const face = useFace();
  const people = memberIds.map((id) => ({ id, name: nameOf(id), src: face(id) }));
  return <AvatarStack {...rest} people={people} />;
}
