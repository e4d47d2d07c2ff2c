'use client';

import { useTranslations } from 'next-intl';

import { TextField } from '@/components/ui/field';
import { checkMailByForm } from '@/lib/accounts/actions';

import { AuthForm } from './auth-form';
import { SubmitButton } from './submit-button';

/** The code of the mail, where it has one, and the mail once more. */
export function CheckMailForm({ next, hasCode }: { next: string; hasCode: boolean }) {
  const t = useTranslations('auth');
  return (
    <AuthForm action={checkMailByForm} next={next}>
      {(state) => (
        <>
          {hasCode ? (
            <>
              <TextField
                name="code"
                label={t('fields.code')}
                error={state.faults['code']}
                inputMode="numeric"
                autoComplete="one-time-code"
                spellCheck={false}
                maxLength={16}
                required
                className="[&_input]:font-mono [&_input]:tracking-[0.25em]"
              />
              <SubmitButton>{t('checkMail.submit')}</SubmitButton>
            </>
          ) : null}
          <SubmitButton intent="resend" variant="secondary">
            {t('checkMail.resend')}
          </SubmitButton>
        </>
      )}
    </AuthForm>
  );
}
