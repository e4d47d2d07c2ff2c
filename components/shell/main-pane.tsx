import type { ReactNode } from 'react';

import { cn } from '../ui/cn';

type MainPaneProps = {
  /** A `<TopBar>`. */
  bar: ReactNode;
  /** Fills the height; scrolls only if `scroll`, otherwise brings its own scrolling list. */
  children: ReactNode;
  scroll?: boolean;
  /** At the bottom, always in view: a composer. */
  foot?: ReactNode;
};

/** What is open: top bar, content, and a foot that stays above a phone's keyboard. */
export function MainPane({ bar, children, scroll = false, foot }: MainPaneProps) {
  return (
    <section className="flex min-h-0 min-w-0 grow flex-col">
      {bar}
      <div className={cn('flex min-h-0 grow flex-col', scroll && 'overflow-y-auto overscroll-contain')}>
        {children}
      </div>
      {foot}
    </section>
  );
}
