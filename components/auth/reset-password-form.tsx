'use client';

import { useTranslations } from 'next-intl';

import { resetPasswordByForm } from '@/lib/accounts/actions';

import { AuthForm } from './auth-form';
import { PasswordField } from './password-field';
import { SubmitButton } from './submit-button';
import { UserName } from './user-name';

export function ResetPasswordForm({ next, email }: { next: string; email: string }) {
  const t = useTranslations('auth');
  return (
    <AuthForm action={resetPasswordByForm} next={next}>
      {(state) => (
        <>
          <UserName email={email} />
          <PasswordField
            name="password"
            label={t('fields.newPassword')}
            hint={t('fields.passwordHint')}
            autoComplete="new-password"
            error={state.faults['password']}
          />
          <SubmitButton>{t('reset.submit')}</SubmitButton>
        </>
      )}
    </AuthForm>
  );
}
