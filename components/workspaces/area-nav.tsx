import { ScrollText, Settings, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import type { WorkspaceFrame } from '@/lib/workspaces/schemas';

import { ActiveLink } from '../shell/active-link';

type AreaPage = { href: string; label: string; icon: ReactNode };

/** The pages about the workspace itself, as far as this person may open them. */
function useAreaPages({ slug, me }: WorkspaceFrame): { people: AreaPage; settings: AreaPage[] } {
  const t = useTranslations('people.area');
  const base = `/w/${slug}`;
  const audit = { href: `${base}/settings/audit`, label: t('audit'), icon: <ScrollText /> };
  return {
    people: { href: `${base}/people`, label: t('people'), icon: <Users /> },
    settings: [
      { href: `${base}/settings`, label: t('general'), icon: <Settings /> },
      ...(me.permissions.includes('audit.read') ? [audit] : []),
    ],
  };
}

/** In the sidebar. */
export function AreaRows({ frame }: { frame: WorkspaceFrame }) {
  const t = useTranslations('people.area');
  const { people, settings } = useAreaPages(frame);
  return (
    <nav aria-label={t('label')} className="flex flex-col gap-2">
      <ul>
        <AreaRow page={people} />
      </ul>
      <div>
        <h2 className="text-soft flex h-7 items-center pl-2 text-sm font-medium">{t('settings')}</h2>
        <ul>
          {settings.map((page) => (
            <AreaRow key={page.href} page={page} />
          ))}
        </ul>
      </div>
    </nav>
  );
}

function AreaRow({ page: { href, label, icon } }: { page: AreaPage }) {
  return (
    <li>
      <ActiveLink
        href={href}
        className="h-row flex items-center gap-2.5 rounded-md px-2 -outline-offset-2 transition-colors [&>.lucide]:size-4 [&>.lucide]:shrink-0"
        activeClassName="bg-tint font-semibold text-tint-ink"
        idleClassName="text-soft hover:bg-hover"
      >
        {icon}
        <span className="min-w-0 grow truncate">{label}</span>
      </ActiveLink>
    </li>
  );
}

/** On a phone, where there is no sidebar: below the page's top bar. */
export function AreaTabs({ frame }: { frame: WorkspaceFrame }) {
  const t = useTranslations('people.area');
  const { people, settings } = useAreaPages(frame);
  return (
    <nav aria-label={t('label')} className="border-line shrink-0 overflow-x-auto border-b px-3 md:hidden">
      <ul className="flex gap-5">
        {[people, ...settings].map(({ href, label }) => (
          <li key={href}>
            <ActiveLink
              href={href}
              className="flex h-11 items-center border-b-2 font-medium whitespace-nowrap -outline-offset-2"
              activeClassName="border-accent text-ink"
              idleClassName="border-transparent text-soft"
            >
              {label}
            </ActiveLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
