import { useTranslations } from 'next-intl';

import { signOut } from '@/lib/accounts/actions';

import { buttonClass } from '../ui/button';
import { bold } from './bold';

/** Who one is, where that decides what happens next, with the way out. `email` null where the page has named it already. */
export function SignedInAs({ email }: { email: string | null }) {
  const t = useTranslations('people.you');
  return (
    <form action={signOut} className="flex flex-wrap items-baseline justify-center gap-x-2">
      <span className="max-w-full truncate">
        {email === null ? t('notYou') : t.rich('signedInAs', { email, ...bold })}
      </span>
      <button type="submit" className={buttonClass({ variant: 'link' })}>
        {t('signOut')}
      </button>
    </form>
  );
}
