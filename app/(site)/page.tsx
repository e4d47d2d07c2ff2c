import { Keyboard, ListOrdered, ShieldCheck, Terminal } from 'lucide-react';
import type { Metadata } from 'next';
import { useTranslations } from 'next-intl';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { Logo } from '@/components/site/logo';
import { ProductPicture } from '@/components/site/product-picture';
import { buttonClass } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('site');
  return { title: { absolute: t('title') }, description: t('description') };
}

/** The landing page: what Parley is, how it looks, how to start. */
export default function LandingPage() {
  const t = useTranslations('site');
  return (
    <div className="flex min-h-dvh flex-col overflow-x-clip">
      <header className="mx-auto flex w-full max-w-5xl items-center justify-between gap-4 px-5 py-4 lg:px-0">
        <Logo />
        <Link href="/sign-in" className={buttonClass()}>
          {t('signIn')}
        </Link>
      </header>
      <main id="main" className="grow">
        <section className="px-5 pt-12 pb-10 text-center sm:pt-20 sm:pb-14">
          <h1 className="mx-auto max-w-3xl text-3xl font-semibold tracking-[-0.025em] sm:text-4xl lg:text-5xl">
            {t('headline')}
          </h1>
          <p className="text-soft mx-auto mt-5 max-w-xl text-lg text-pretty">{t('lead')}</p>
          <Start />
        </section>
        <section className="px-3 sm:px-5 lg:px-0">
          <ProductPicture />
        </section>
        <Points />
        <section className="border-line bg-panel border-t px-5 py-16 text-center">
          <h2 className="text-2xl font-semibold tracking-tight">{t('close.title')}</h2>
          <p className="text-soft mx-auto mt-3 max-w-md text-lg text-pretty">{t('close.text')}</p>
          <Start />
        </section>
      </main>
      <footer className="border-line bg-panel text-soft border-t px-5 py-6 text-center text-sm">
        {t('footer')}
      </footer>
    </div>
  );
}

function Start() {
  const t = useTranslations('site');
  return (
    <div className="mt-7 flex flex-wrap justify-center gap-2.5">
      <Link href="/sign-up" className={buttonClass({ variant: 'primary', size: 'lg' })}>
        {t('create')}
      </Link>
      <Link href="/sign-in" className={buttonClass({ size: 'lg' })}>
        {t('signIn')}
      </Link>
    </div>
  );
}

function findKeys() {
  return <Kbd keys="mod+k" />;
}

function Points() {
  const t = useTranslations('site.points');
  return (
    <section aria-label={t('title')} className="mx-auto max-w-5xl px-5 py-16 sm:py-20 lg:px-0">
      <ul className="grid gap-x-10 gap-y-9 sm:grid-cols-2 lg:grid-cols-4 lg:gap-x-8">
        <Point icon={<ListOrdered />} title={t('order.title')}>
          {t('order.text')}
        </Point>
        <Point icon={<ShieldCheck />} title={t('apart.title')}>
          {t('apart.text')}
        </Point>
        <Point icon={<Keyboard />} title={t('quick.title')}>
          {t.rich('quick.text', { keys: findKeys })}
        </Point>
        <Point icon={<Terminal />} title={t('open.title')}>
          {t('open.text')}
        </Point>
      </ul>
    </section>
  );
}

function Point({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <li>
      <span className="text-accent-ink [&_.lucide]:size-5">{icon}</span>
      <h2 className="text-md mt-2.5 font-semibold">{title}</h2>
      <p className="text-soft mt-1 text-pretty">{children}</p>
    </li>
  );
}
