import { BellOff, Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { CountBadge } from '../ui/badge';
import { cn } from '../ui/cn';
import { IconButton } from '../ui/icon-button';
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
  /** Quieter than the others. Say it in `description` too. */
  muted?: boolean;
  /** A menu of its own, by a button, the right mouse button or the menu key. */
  menu?: { label: string; onOpen: (anchor: HTMLElement) => void };
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
  muted = false,
  menu,
}: SidebarRowProps) {
  const t = useTranslations('shell');
  const idle = unread ? 'font-semibold text-ink' : 'text-soft';
  return (
    <li className="group/row relative">
      <ActiveLink
        href={href}
        below
        aria-description={description}
        onContextMenu={(event) => {
          if (menu === undefined) return;
          event.preventDefault();
          menu.onOpen(event.currentTarget);
        }}
        className={cn(
          'h-row flex items-center gap-2.5 rounded-md px-2 -outline-offset-2 transition-colors pointer-coarse:h-10 [&>.lucide]:size-4 [&>.lucide]:shrink-0',
          muted && '[&>:first-child]:opacity-60',
        )}
        activeClassName="bg-tint font-semibold text-tint-ink"
        idleClassName={`${idle} hover:bg-hover`}
      >
        {icon}
        <span className="min-w-0 grow truncate">{children}</span>
        {meta === undefined ? null : (
          <span
            aria-hidden="true"
            className={cn('text-soft max-w-[45%] shrink-0 truncate text-sm font-normal', menu && givesWay)}
          >
            {meta}
          </span>
        )}
        {muted ? <BellOff className={cn('text-faint', menu && givesWay)} /> : null}
        <CountBadge count={count} label={t('badge', { count })} className={menu ? givesWay : ''} />
      </ActiveLink>
      {menu === undefined ? null : (
        <IconButton
          label={menu.label}
          size="sm"
          tabIndex={-1}
          aria-haspopup="menu"
          className="absolute top-0.5 right-1 opacity-0 group-hover/row:opacity-100 focus-visible:opacity-100 pointer-coarse:hidden"
          onClick={(event) => menu.onOpen(event.currentTarget)}
        >
          <Ellipsis />
        </IconButton>
      )}
    </li>
  );
}

/** What stands where the menu's button appears. */
const givesWay = 'group-hover/row:opacity-0 pointer-coarse:group-hover/row:opacity-100';
