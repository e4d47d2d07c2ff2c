'use client';

import { useTranslations } from 'next-intl';
import { startTransition, useOptimistic } from 'react';

import { manageMember, type MemberChange } from '@/lib/workspaces/actions';
import type { Member, Role, WorkspaceFrame } from '@/lib/workspaces/schemas';

import { toast } from '../../ui/toast';

/** Changes a member; resolves when it is done or refused, which is said in a toast. */
export type ManageMember = (member: Member, change: Omit<MemberChange, 'id'>) => Promise<void>;

/** The members as they are about to be: changes show at once, are said in a toast, and can be undone there. */
export function useManagedMembers(frame: WorkspaceFrame, saved: readonly Member[], roles: readonly Role[]) {
  const t = useTranslations('people.member');
  const [members, apply] = useOptimistic(saved, (now: readonly Member[], change: MemberChange) =>
    now.map((member) => (member.id === change.id ? { ...member, ...change } : member)),
  );

  const say = ({ name }: Member, { role, status }: Omit<MemberChange, 'id'>): string => {
    if (role !== undefined) {
      return t('roleChanged', { name, role: roles.find(({ key }) => key === role)?.name ?? role });
    }
    if (status === 'removed') return t('removed', { name });
    return t(status === 'suspended' ? 'suspended' : 'reinstated', { name });
  };

  const send = (member: Member, change: Omit<MemberChange, 'id'>, undo: boolean): Promise<void> =>
    new Promise((resolve) => {
      startTransition(async () => {
        apply({ id: member.id, ...change });
        const result = await manageMember(frame.id, { id: member.id, ...change }).catch(() => null);
        if (!result?.ok) toast.error(result?.error.message ?? t('unreachable'));
        // Who was removed has left their conversations: what was asked about is not offered back.
        else if (undo && change.status !== 'removed') {
          const back = change.role === undefined ? { status: member.status } : { role: member.role };
          toast.success(say(member, change), {
            action: { label: t('undo'), onClick: () => void send({ ...member, ...change }, back, false) },
          });
        } else toast.success(say(member, change));
        resolve();
      });
    });

  const manage: ManageMember = (member, change) => send(member, change, true);
  return { members, manage };
}
