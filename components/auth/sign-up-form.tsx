'use client';

import { useTranslations } from 'next-intl';

import { TextField } from '@/components/ui/field';
import { signUpByForm } from '@/lib/accounts/actions';

import { AuthForm } from './auth-form';
import { EmailField } from './email-field';
import { PasswordField } from './password-field';
import { SubmitButton } from './submit-button';

export function SignUpForm({ next }: { next: string }) {
  const t = useTranslations('auth');
  return (
    <AuthForm action={signUpByForm} next={next}>
      {(state) => (
        <>
          <TextField
            name="name"
            label={t('fields.name')}
            hint={t('fields.nameHint')}
            error={state.faults['name']}
            defaultValue={state.values['name']}
            autoComplete="name"
            required
          />
          <EmailField state={state} isUserName />
          <PasswordField
            name="password"
            label={t('fields.password')}
            hint={t('fields.passwordHint')}
            autoComplete="new-password"
            error={state.faults['password']}
          />
          <SubmitButton>{t('signUp.submit')}</SubmitButton>
        </>
      )}
    </AuthForm>
  );
}
