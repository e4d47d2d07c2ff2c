import type { ReactNode } from 'react';

import { cn } from '../ui/cn';

type ListPillProps = { icon: ReactNode; className: string; onClick: () => void; children: ReactNode };

/** A way to another place of the list, floating over it. */
export function ListPill({ icon, className, onClick, children }: ListPillProps) {
  return (
    <div className={cn('pointer-events-none absolute inset-x-0 z-10 flex justify-center', className)}>
      <button
        type="button"
        onClick={onClick}
        className="bg-raised shadow-float text-accent-ink hover:bg-hover pointer-events-auto flex h-8 items-center gap-1.5 rounded-full px-3 text-sm font-medium pointer-coarse:h-11 [&>.lucide]:size-4"
      >
        {icon}
        {children}
      </button>
    </div>
  );
}
