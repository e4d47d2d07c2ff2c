'use client';

import { useTranslations } from 'next-intl';
import Link from 'next/link';

import { buttonClass } from '@/components/ui/button';
import { confirmByForm } from '@/lib/accounts/actions';
import type { LinkType } from '@/lib/accounts/schemas';

import { AuthForm } from './auth-form';
import { SubmitButton } from './submit-button';

type ConfirmFormProps = {
  tokenHash: string;
  type: Exclude<LinkType, 'email'>;
  next: string;
  /** Where a new link can be asked for. */
  againHref: string;
};

/** One press uses the token of a mail's link; a GET, as mail scanners make it, uses nothing. */
export function ConfirmForm({ tokenHash, type, next, againHref }: ConfirmFormProps) {
  const t = useTranslations('auth.confirm');
  return (
    <AuthForm action={confirmByForm} next={next} hidden={{ token_hash: tokenHash, type }}>
      {(state) => {
        if (state.notice !== undefined) return null;
        if (state.code !== 'gone') return <SubmitButton>{t(`${type}.submit`)}</SubmitButton>;
        return (
          <Link href={againHref} className={buttonClass({ variant: 'primary', size: 'lg' })}>
            {t('again')}
          </Link>
        );
      }}
    </AuthForm>
  );
}
