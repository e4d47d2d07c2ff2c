import type { ReactNode } from 'react';

import { cn } from './cn';

type SeparatorProps = {
  /** Words in the middle: a day, "New", "4 replies". */
  children?: ReactNode;
  tone?: 'neutral' | 'red';
  align?: 'center' | 'start';
  className?: string;
};

/** A hairline, with words in it if given. */
export function Separator({ children, tone = 'neutral', align = 'center', className }: SeparatorProps) {
  const line = cn('h-px grow', tone === 'red' ? 'bg-red/60' : 'bg-line');
  if (children === undefined) return <hr className={cn('h-px border-0 bg-line', className)} />;
  return (
    <div
      className={cn(
        'flex items-center gap-3 text-sm font-medium',
        tone === 'red' ? 'text-red-ink' : 'font-normal text-soft',
        className,
      )}
    >
      {align === 'center' ? <span className={line} /> : null}
      <span>{children}</span>
      <span className={line} />
    </div>
  );
}
