import type { ReactNode } from 'react';

import { cn } from './cn';

type EmptyStateProps = {
  icon?: ReactNode;
  title: ReactNode;
  /** What belongs here and how it gets here, in one or two sentences. */
  children?: ReactNode;
  /** The first step, as a button or link. */
  action?: ReactNode;
  /** The level that the page needs; `h2` unless told. */
  heading?: 'h1' | 'h2' | 'h3';
  className?: string;
};

/** What a screen or list says when it has nothing to show. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  heading: Heading = 'h2',
  className,
}: EmptyStateProps) {
  return (
    <div className={cn('m-auto flex max-w-sm flex-col items-center px-6 py-10 text-center', className)}>
      {icon === undefined ? null : (
        <div className="bg-tint text-tint-ink mb-4 grid size-11 place-items-center rounded-xl [&_.lucide]:size-5">
          {icon}
        </div>
      )}
      <Heading className="text-lg font-semibold">{title}</Heading>
      {children === undefined ? null : <div className="text-soft mt-1.5 text-pretty">{children}</div>}
      {action === undefined ? null : <div className="mt-5 flex gap-2">{action}</div>}
    </div>
  );
}
