'use client';

import { useTranslations } from 'next-intl';
import { usePathname } from 'next/navigation';
import type { CSSProperties, ReactNode } from 'react';

import { cn } from '../ui/cn';
import { ResizeHandle } from './resize-handle';
import { useSwipeBack } from './use-swipe-back';

type PaneStageProps = { home: string; sidebar: ReactNode; sidebarWidth: number; children: ReactNode };

/** The client half of `Panes`: on a phone the route decides which of the two panes is on screen. */
export function PaneStage({ home, sidebar, sidebarWidth, children }: PaneStageProps) {
  const t = useTranslations('shell');
  const atHome = usePathname() === home;
  const swipe = useSwipeBack(atHome ? null : home);
  const width: CSSProperties & Record<'--sidebar', string> = { '--sidebar': `${sidebarWidth}px` };
  return (
    <div data-panes className="flex min-h-0 grow" style={width}>
      <aside
        aria-label={t('sidebar')}
        className={cn(
          'relative min-h-0 shrink-0 flex-col bg-panel max-md:w-full md:flex md:w-(--sidebar)',
          atHome ? 'flex' : 'hidden',
        )}
      >
        {sidebar}
        <ResizeHandle initial={sidebarWidth} />
      </aside>
      <main
        id="main"
        tabIndex={-1}
        className={cn(
          'relative min-h-0 min-w-0 grow bg-background outline-hidden md:flex',
          atHome ? 'hidden' : 'flex',
        )}
        {...swipe}
      >
        {children}
      </main>
    </div>
  );
}
