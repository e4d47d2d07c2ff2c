'use client';

import { useTranslations } from 'next-intl';
import Link from 'next/link';

import { Separator } from '@/components/ui/separator';
import { signInByForm } from '@/lib/accounts/actions';
import { withNext } from '@/lib/accounts/next-path';

import { AuthForm } from './auth-form';
import { EmailField } from './email-field';
import { PasswordField } from './password-field';
import { SubmitButton } from './submit-button';

/** Sign-in by password; the second button mails a link and a code to the same address. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('auth');
  return (
    <AuthForm action={signInByForm} next={next}>
      {(state) => (
        <>
          <EmailField state={state} isUserName />
          <PasswordField
            name="password"
            label={t('fields.password')}
            autoComplete="current-password"
            error={state.faults['password']}
            aside={
              <Link href={withNext('/forgot', next)} className="text-accent-ink rounded-xs hover:underline">
                {t('signIn.forgot')}
              </Link>
            }
          />
          <SubmitButton>{t('signIn.submit')}</SubmitButton>
          <Separator>{t('signIn.or')}</Separator>
          <div className="flex flex-col gap-1.5">
            <SubmitButton intent="link" variant="secondary">
              {t('signIn.link')}
            </SubmitButton>
            <p className="text-soft text-center text-sm">{t('signIn.linkHint')}</p>
          </div>
        </>
      )}
    </AuthForm>
  );
}
