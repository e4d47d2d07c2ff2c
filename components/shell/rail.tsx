import { useTranslations } from 'next-intl';

import { CountBadge } from '../ui/badge';
import { ActiveLink } from './active-link';
import { FrameMenu } from './frame-menus';
import type { Area } from './frame-types';

/** The dark column at the left edge, from a tablet's width up. */
export function Rail({ areas }: { areas: readonly Area[] }) {
  const t = useTranslations('shell');
  return (
    <div className="w-rail bg-rail text-rail-soft hidden shrink-0 flex-col items-center py-2.5 md:flex">
      <FrameMenu of="workspaceMenu" />
      <nav
        aria-label={t('areas')}
        className="mt-3 flex min-h-0 grow flex-col items-center gap-1 overflow-y-auto px-2"
      >
        {areas.map((area) => (
          <ActiveLink
            key={area.key}
            data-tip={area.label}
            data-tip-side="right"
            href={area.href}
            below
            className="focus-visible:outline-rail-ink relative grid size-10 shrink-0 place-items-center rounded-lg transition-colors focus-visible:-outline-offset-2 [&_.lucide]:size-5"
            activeClassName="bg-rail-raised text-rail-ink"
            idleClassName="hover:bg-rail-raised/60 hover:text-rail-ink"
          >
            {area.icon}
            <span className="sr-only">{area.label}</span>
            {area.badge}
          </ActiveLink>
        ))}
      </nav>
      <FrameMenu of="meMenu" />
    </div>
  );
}

/** The red number on an area of the rail or of the phone's bar; nothing at zero. */
export function RailBadge({ count }: { count: number }) {
  const t = useTranslations('shell');
  return (
    <CountBadge
      count={count}
      tone="alert"
      label={t('badge', { count })}
      className="absolute top-0.5 right-0.5 h-4 min-w-4 px-[3px] text-[10px]"
    />
  );
}
