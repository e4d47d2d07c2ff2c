import { useTranslations } from 'next-intl';
import Link from 'next/link';

import type { InvitationPreview } from '@/lib/workspaces/schemas';

import { buttonClass } from '../ui/button';
import { bold } from './bold';
import type { InvitationState } from './invitation-state';
import { JoinForm } from './join-form';

type InvitationStepsProps = {
  token: string;
  state: InvitationState;
  invitation: InvitationPreview | null;
  reader: { email: string; slug: string | null } | null;
  /** Addresses of the sign-in and the sign-up that lead back here. */
  signInHref: string;
  signUpHref: string;
};

const primary = buttonClass({ variant: 'primary', size: 'lg', className: 'w-full' });
const secondary = buttonClass({ size: 'lg', className: 'w-full' });

/** What one can do with an invitation, by its state and by who one is. */
export function InvitationSteps({
  token,
  state,
  invitation,
  reader,
  signInHref,
  signUpHref,
}: InvitationStepsProps) {
  const t = useTranslations('people.invite');
  const workspace = invitation?.workspaceName ?? '';
  if (state === 'already' && reader?.slug) {
    return (
      <Link href={`/w/${reader.slug}`} className={primary}>
        {t('openButton', { workspace })}
      </Link>
    );
  }
  if (state === 'open' && !reader) {
    const boundTo = invitation?.email;
    return (
      <div className="flex flex-col gap-2.5">
        {boundTo ? <p className="text-soft mb-1">{t.rich('boundTo', { email: boundTo, ...bold })}</p> : null}
        <Link href={signUpHref} className={primary}>
          {t('signUp')}
        </Link>
        <Link href={signInHref} className={secondary}>
          {t('signIn')}
        </Link>
      </div>
    );
  }
  if (state === 'open' && reader) {
    return (
      <div className="flex flex-col gap-4">
        <p className="text-soft">{t.rich('as', { email: reader.email, ...bold })}</p>
        <JoinForm token={token}>{t('join', { workspace })}</JoinForm>
      </div>
    );
  }
  if (state === 'used' && !reader) {
    return (
      <div className="flex flex-col gap-2.5">
        <p className="text-soft">{t('usedSignIn', { workspace })}</p>
        <Link href={signInHref} className={secondary}>
          {t('signIn')}
        </Link>
      </div>
    );
  }
  return (
    <Link href={reader ? '/w' : '/'} className={secondary}>
      {t(reader ? 'workspaces' : 'home')}
    </Link>
  );
}
