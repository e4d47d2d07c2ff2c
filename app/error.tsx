'use client';

import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** `digest` is Next's number for an error of the server; our logs carry the same. */
function digestOf(error: unknown): string | undefined {
  return error instanceof Error && 'digest' in error && typeof error.digest === 'string'
    ? error.digest
    : undefined;
}

/** A page that failed to render: says so, keeps the frame around it, offers to try again. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations('errors.unexpected');
  const digest = digestOf(error);
  return (
    <main id="main" className="grid min-h-[70dvh] grow">
      <EmptyState
        heading="h1"
        icon={<TriangleAlert />}
        title={t('title')}
        action={
          <Button variant="primary" onClick={retry}>
            {t('retry')}
          </Button>
        }
      >
        {t('text')}
        {digest === undefined ? null : <p className="mt-2 font-mono text-xs">{t('number', { digest })}</p>}
      </EmptyState>
    </main>
  );
}
