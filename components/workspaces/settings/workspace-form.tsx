'use client';

import { useTranslations } from 'next-intl';

import { changeWorkspaceByForm } from '@/lib/workspaces/actions';
import type { WorkspaceSummary } from '@/lib/workspaces/schemas';

import { TextField } from '../../ui/field';
import { ActionForm } from '../action-form';
import { AddressField } from '../address-field';
import { SaveRow } from './save-row';

/** Name and address of the workspace. */
export function WorkspaceForm({ workspace, prefix }: { workspace: WorkspaceSummary; prefix: string }) {
  const t = useTranslations('settings.general');
  const { id, name, slug } = workspace;
  return (
    <ActionForm action={changeWorkspaceByForm} hidden={{ workspace: id, was: slug }}>
      {({ values, faults, done }) => (
        <>
          <TextField
            name="name"
            label={t('name')}
            error={faults['name']}
            defaultValue={values['name'] ?? name}
            maxLength={80}
            autoComplete="off"
            required
          />
          <AddressField
            label={t('slug')}
            hint={t('slugHint')}
            error={faults['slug']}
            prefix={prefix}
            defaultValue={values['slug'] ?? slug}
          />
          <SaveRow isSaved={done === true} />
        </>
      )}
    </ActionForm>
  );
}
