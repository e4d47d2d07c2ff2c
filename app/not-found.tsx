import { Compass } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';

import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** For an address that leads nowhere, and for what belongs to another workspace: the two look the same. */
export default async function NotFound() {
  const t = await getTranslations('errors.notFound');
  return (
    <main id="main" className="grid min-h-[70dvh] grow">
      <EmptyState
        heading="h1"
        icon={<Compass />}
        title={t('title')}
        action={
          <Link href="/" className={buttonClass({ variant: 'primary' })}>
            {t('home')}
          </Link>
        }
      >
        {t('text')}
      </EmptyState>
    </main>
  );
}
