'use client';

import { useTranslations } from 'next-intl';

import { TextField } from '@/components/ui/field';
import { changePasswordByForm, signOutEverywhere } from '@/lib/accounts/actions';
import type { FormAction } from '@/lib/accounts/form-state';

import { AuthForm } from './auth-form';
import { PasswordField } from './password-field';
import { SubmitButton } from './submit-button';
import { UserName } from './user-name';

/** @param action saves the name; it belongs to the workspaces, so the page brings it. */
export function NameForm({ name, action }: { name: string; action: FormAction }) {
  const t = useTranslations('auth');
  return (
    <AuthForm action={action}>
      {(state) => (
        <>
          <TextField
            name="name"
            label={t('fields.name')}
            hint={t('account.nameHint')}
            error={state.faults['name']}
            defaultValue={state.values['name'] ?? name}
            autoComplete="name"
            required
          />
          <SubmitButton variant="secondary">{t('account.saveName')}</SubmitButton>
        </>
      )}
    </AuthForm>
  );
}

export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations('auth');
  return (
    <AuthForm action={changePasswordByForm}>
      {(state) => (
        <>
          <UserName email={email} />
          <PasswordField
            name="current"
            label={t('fields.currentPassword')}
            autoComplete="current-password"
            error={state.faults['current']}
          />
          <PasswordField
            name="password"
            label={t('fields.newPassword')}
            hint={t('fields.passwordHint')}
            autoComplete="new-password"
            error={state.faults['password']}
          />
          <SubmitButton variant="secondary">{t('account.savePassword')}</SubmitButton>
        </>
      )}
    </AuthForm>
  );
}

export function EverywhereForm() {
  const t = useTranslations('auth.account');
  return (
    <AuthForm action={signOutEverywhere}>
      {() => (
        <>
          <p className="text-soft">{t('everywhereHint')}</p>
          <SubmitButton variant="secondary">{t('everywhere')}</SubmitButton>
        </>
      )}
    </AuthForm>
  );
}
