'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { uuidv7 } from 'uuidv7';

import { makeLinkByForm } from '@/lib/workspaces/actions';
import type { Role } from '@/lib/workspaces/schemas';

import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Select } from '../../ui/select';
import { ActionForm } from '../action-form';
import { SubmitButton } from '../submit-button';
import { CopyLink } from './copy-link';
import { RoleField } from './role-field';

const DAYS = [1, 7, 14, 30];
const USES = [1, 5, 25, 100, 1000];

/** A link to pass on; after it was made it takes the place of the form, until another one is wanted. */
export function InviteByLink({ workspaceId, roles }: { workspaceId: string; roles: readonly Role[] }) {
  const t = useTranslations('people.inviting');
  // Each link has its own id, and with it its own form.
  const [id, setId] = useState(uuidv7);
  return (
    <ActionForm key={id} action={makeLinkByForm} hidden={{ workspace: workspaceId, id }}>
      {({ done }) =>
        done ? (
          <>
            <CopyLink url={done.url} />
            <Button onClick={() => setId(uuidv7())}>{t('another')}</Button>
          </>
        ) : (
          <>
            <RoleField roles={roles} />
            <div className="grid grid-cols-2 gap-3">
              <Field label={t('days')}>
                {(control) => (
                  <Select
                    {...control}
                    name="days"
                    defaultValue="7"
                    options={DAYS.map((count) => ({ value: String(count), label: t('dayCount', { count }) }))}
                  />
                )}
              </Field>
              <Field label={t('uses')}>
                {(control) => (
                  <Select
                    {...control}
                    name="uses"
                    defaultValue="25"
                    options={USES.map((count) => ({ value: String(count), label: t('useCount', { count }) }))}
                  />
                )}
              </Field>
            </div>
            <SubmitButton>{t('make')}</SubmitButton>
          </>
        )
      }
    </ActionForm>
  );
}
