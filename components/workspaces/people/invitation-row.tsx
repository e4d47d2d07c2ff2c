'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { revoke } from '@/lib/workspaces/actions';
import type { Invitation } from '@/lib/workspaces/schemas';

import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { toast } from '../../ui/toast';

const tones = { open: 'green', used: 'neutral', expired: 'neutral', revoked: 'neutral' } as const;

type InvitationRowProps = {
  workspaceId: string;
  invitation: Invitation;
  icon: ReactNode;
  roleName: string;
  inviter: string;
  now: string;
};

export function InvitationRow({ workspaceId, invitation, icon, roleName, inviter, now }: InvitationRowProps) {
  const t = useTranslations('people.invitations');
  const format = useFormatter();
  const { id, email, state, uses, maxUses, expiresAt } = invitation;
  const takeBack = async () => {
    const result = await revoke(workspaceId, id);
    if (result.ok) toast.success(t('done'));
    else toast.error(result.error.message);
  };
  const when = format.relativeTime(new Date(expiresAt), new Date(now));
  return (
    <li className="border-line-fine flex items-start gap-2.5 border-b py-2.5 last:border-b-0">
      <span className="text-soft mt-0.5 shrink-0 [&_.lucide]:size-4">{icon}</span>
      <div className="min-w-0 grow">
        <div className="flex items-center gap-1.5">
          <span className="truncate font-medium">{email ?? t('link')}</span>
          <Badge tone={tones[state]}>{t(state)}</Badge>
        </div>
        <p className="text-soft text-sm">{t('by', { role: roleName, name: inviter })}</p>
        <p className="text-soft text-sm tabular-nums">
          {email === null ? t('uses', { uses, max: maxUses }) : null}
          {email === null && state === 'open' ? ' · ' : null}
          {state === 'open' ? t('expires', { when }) : null}
        </p>
      </div>
      {state === 'open' ? (
        <ConfirmDialog
          title={email === null ? t('revokeLinkTitle', { role: roleName }) : t('revokeTitle', { email })}
          description={t('revokeText')}
          confirmLabel={t('revoke')}
          onConfirm={takeBack}
          trigger={
            <Button
              size="sm"
              variant="ghost"
              aria-label={email === null ? t('revokeLinkOf', { role: roleName }) : t('revokeOf', { email })}
            >
              {t('revoke')}
            </Button>
          }
        />
      ) : null}
    </li>
  );
}
