'use client';

import { useTranslations } from 'next-intl';

import { inviteByForm } from '@/lib/workspaces/actions';
import type { Role } from '@/lib/workspaces/schemas';

import { Banner } from '../../ui/banner';
import { Field } from '../../ui/field';
import { Textarea } from '../../ui/textarea';
import { ActionForm } from '../action-form';
import { SubmitButton } from '../submit-button';
import { RoleField } from './role-field';

/** Invitations by mail, to many addresses at once; each can be accepted by its address only. */
export function InviteByMail({ workspaceId, roles }: { workspaceId: string; roles: readonly Role[] }) {
  const t = useTranslations('people.inviting');
  return (
    <ActionForm action={inviteByForm} hidden={{ workspace: workspaceId }}>
      {({ values, faults, done }) => (
        <>
          <Field label={t('emails')} hint={t('emailsHint')} error={faults['emails']}>
            {(control) => (
              <Textarea
                {...control}
                name="emails"
                defaultValue={values['emails']}
                autoCapitalize="none"
                spellCheck={false}
                required
              />
            )}
          </Field>
          <RoleField roles={roles} />
          <SubmitButton>{t('send')}</SubmitButton>
          <output className="flex flex-col gap-2 empty:hidden">
            {done && done.invited.length > done.notSent.length ? (
              <Banner tone="green">
                {t('sent', {
                  count: done.invited.length - done.notSent.length,
                  first: done.invited.find((email) => !done.notSent.includes(email)) ?? '',
                })}
              </Banner>
            ) : null}
            {done && done.notSent.length > 0 ? (
              <Banner tone="amber">{t('notSent', { list: done.notSent.join(', ') })}</Banner>
            ) : null}
          </output>
        </>
      )}
    </ActionForm>
  );
}
