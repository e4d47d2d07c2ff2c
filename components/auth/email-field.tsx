'use client';

import { useTranslations } from 'next-intl';

import { TextField } from '@/components/ui/field';
import type { FormState } from '@/lib/accounts/form-state';

/** The address that a form asks for. `isUserName` where it stands beside a password, for password managers. */
export function EmailField({ state, isUserName = false }: { state: FormState; isUserName?: boolean }) {
  const t = useTranslations('auth.fields');
  return (
    <TextField
      name="email"
      type="email"
      label={t('email')}
      error={state.faults['email']}
      defaultValue={state.values['email']}
      autoComplete={isUserName ? 'username' : 'email'}
      inputMode="email"
      autoCapitalize="none"
      spellCheck={false}
      required
    />
  );
}
