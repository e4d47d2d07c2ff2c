'use client';

import { useTranslations } from 'next-intl';

import { changeMeByForm } from '@/lib/workspaces/actions';
import type { WorkspaceFrame } from '@/lib/workspaces/schemas';

import { TextField } from '../../ui/field';
import { ActionForm } from '../action-form';
import { SaveRow } from './save-row';

/** How one appears to the others of the workspace. */
export function MeForm({ frame: { id, me }, roleName }: { frame: WorkspaceFrame; roleName: string }) {
  const t = useTranslations('settings.general');
  return (
    <ActionForm action={changeMeByForm} hidden={{ workspace: id }}>
      {({ values, faults, done }) => (
        <>
          <TextField
            name="name"
            label={t('yourName')}
            error={faults['name']}
            defaultValue={values['name'] ?? me.name}
            maxLength={80}
            autoComplete="name"
            required
          />
          <TextField
            name="title"
            label={t('yourTitle')}
            hint={t('yourTitleHint')}
            error={faults['title']}
            defaultValue={values['title'] ?? me.title}
            maxLength={80}
            autoComplete="organization-title"
          />
          <p className="text-soft text-sm">
            {t('email', { email: me.email })} {t('role', { role: roleName })}
          </p>
          <SaveRow isSaved={done === true} />
        </>
      )}
    </ActionForm>
  );
}
