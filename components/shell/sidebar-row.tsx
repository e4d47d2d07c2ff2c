import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { CountBadge } from '../ui/badge';
import { ActiveLink } from './active-link';

type SidebarRowProps = {
  href: string;
  /** A lucide icon without size, or an `<Avatar size="xs" ring="ring-panel">`. */
  icon: ReactNode;
  children: ReactNode;
  /** Something new: the name in bold. */
  unread?: boolean;
  /** How much of it is for this person: mentions, direct messages. */
  count?: number;
  /** Quieter, at the right: a status, "in a call". For the eye; say it in `description` too. */
  meta?: ReactNode;
  /** What the icon shows, for those who do not see it. */
  description?: string | undefined;
};

/** One line of the sidebar, 30 px (40 on touch), current when its page or one below is open. */
export function SidebarRow({
  href,
  icon,
  children,
  unread = false,
  count = 0,
  meta,
  description,
}: SidebarRowProps) {
  const t = useTranslations('shell');
  const idle = unread ? 'font-semibold text-ink' : 'text-soft';
  return (
    <li>
      <ActiveLink
        href={href}
        below
        aria-description={description}
        className="h-row flex items-center gap-2.5 rounded-md px-2 -outline-offset-2 transition-colors pointer-coarse:h-10 [&>.lucide]:size-4 [&>.lucide]:shrink-0"
        activeClassName="bg-tint font-semibold text-tint-ink"
        idleClassName={`${idle} hover:bg-hover`}
      >
        {icon}
        <span className="min-w-0 grow truncate">{children}</span>
        {meta === undefined ? null : (
          <span aria-hidden="true" className="text-soft max-w-[45%] shrink-0 truncate text-sm font-normal">
            {meta}
          </span>
        )}
        <CountBadge count={count} label={t('badge', { count })} />
      </ActiveLink>
    </li>
  );
}
