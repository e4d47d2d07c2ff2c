'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { leave } from '@/lib/workspaces/actions';
import type { WorkspaceSummary } from '@/lib/workspaces/schemas';

import { Banner } from '../../ui/banner';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/confirm-dialog';

/** Leaves the workspace, after asking by its name; the last owner reads why they cannot. */
export function LeaveButton({ workspace: { id, name } }: { workspace: WorkspaceSummary }) {
  const t = useTranslations('settings.general');
  const [refusal, setRefusal] = useState<string | null>(null);
  const confirm = async () => {
    const result = await leave(id);
    if (!result.ok) setRefusal(result.error.message);
  };
  return (
    <div className="flex flex-col items-start gap-3">
      {refusal === null ? null : (
        <Banner tone="red" role="alert">
          {refusal}
        </Banner>
      )}
      <ConfirmDialog
        title={t('leaveTitle', { workspace: name })}
        description={t('leaveHint', { workspace: name })}
        confirmLabel={t('leaveConfirm', { workspace: name })}
        onConfirm={confirm}
        trigger={<Button className="text-red-ink">{t('leaveButton', { workspace: name })}</Button>}
      />
    </div>
  );
}
