import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';

import { ApiReference } from '@/components/developers/api-reference';
import { Logo } from '@/components/site/logo';
import { ClientText } from '@/lib/i18n/client-text';

import { scalarVersion } from './scalar-file';

const DOCUMENT = '/api/v1/openapi.json';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings.developers');
  return { title: t('title') };
}

/** The reference of the REST API, made from its OpenAPI document. */
export default async function DevelopersPage() {
  const [version, t] = await Promise.all([scalarVersion(), getTranslations('settings.developers')]);
  return (
    <div className="flex min-h-dvh flex-col">
      <nav
        aria-label="Parley"
        className="h-bar border-line flex shrink-0 items-center justify-between gap-4 border-b px-5"
      >
        <Link href="/" className="flex rounded">
          <Logo />
        </Link>
        <a href={DOCUMENT} className="text-accent-ink rounded-xs underline underline-offset-3">
          {t('document')}
        </a>
      </nav>
      <div id="main" className="grow">
        <noscript>
          <p className="p-5">{t('noScript', { path: DOCUMENT })}</p>
        </noscript>
        <ClientText namespaces={['settings']}>
          <ApiReference scriptUrl={`/developers/scalar.js?v=${version}`} documentUrl={DOCUMENT} />
        </ClientText>
      </div>
    </div>
  );
}
