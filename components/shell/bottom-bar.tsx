import { useTranslations } from 'next-intl';

import { ActiveLink } from './active-link';
import type { Area } from './frame-types';

/** The first four areas, at the foot of a phone. It gives way to the keyboard. */
export function BottomBar({ areas }: { areas: readonly Area[] }) {
  const t = useTranslations('shell');
  if (areas.length < 2) return null;
  return (
    <nav
      aria-label={t('areas')}
      className="border-line bg-panel flex shrink-0 border-t pb-[env(safe-area-inset-bottom)] md:hidden [@media(max-height:440px)]:hidden"
    >
      {areas.slice(0, 4).map((area) => (
        <ActiveLink
          key={area.key}
          href={area.href}
          below
          className="text-2xs relative flex h-14 min-w-0 grow basis-0 flex-col items-center justify-center gap-1 font-medium [&_.lucide]:size-5"
          activeClassName="text-accent-ink"
          idleClassName="text-soft"
        >
          <span className="relative">
            {area.icon}
            {area.badge === undefined ? null : (
              <span className="absolute -top-2 -right-3 size-5">{area.badge}</span>
            )}
          </span>
          {area.label}
        </ActiveLink>
      ))}
    </nav>
  );
}
