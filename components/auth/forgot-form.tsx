'use client';

import { useTranslations } from 'next-intl';

import { recoverByForm } from '@/lib/accounts/actions';

import { AuthForm } from './auth-form';
import { EmailField } from './email-field';
import { SubmitButton } from './submit-button';

export function ForgotForm({ next }: { next: string }) {
  const t = useTranslations('auth.forgot');
  return (
    <AuthForm action={recoverByForm} next={next}>
      {(state) => (
        <>
          <EmailField state={state} />
          <SubmitButton>{t('submit')}</SubmitButton>
        </>
      )}
    </AuthForm>
  );
}
