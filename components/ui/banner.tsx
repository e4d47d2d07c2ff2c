import type { ReactNode } from 'react';

import { cn } from './cn';

const tones = {
  accent: 'bg-tint text-tint-ink',
  red: 'bg-red-tint text-red-ink',
  amber: 'bg-amber-tint text-amber-ink',
  green: 'bg-green-tint text-green-ink',
  blue: 'bg-blue-tint text-blue-ink',
};

type BannerProps = {
  tone?: keyof typeof tones;
  icon?: ReactNode;
  children: ReactNode;
  /** Small buttons at the right. */
  action?: ReactNode;
  /** `alert` interrupts a screen reader, `status` waits its turn; leave out for what was there from the start. */
  role?: 'alert' | 'status';
  className?: string;
};

/** A notice across a pane or form: a live call, a failed form, what is missing. */
export function Banner({ tone = 'accent', icon, children, action, role, className }: BannerProps) {
  return (
    <div
      role={role}
      className={cn(
        'flex min-h-10 items-center gap-2.5 rounded-xl px-3 py-1.5 text-sm [&>.lucide]:size-4 [&>.lucide]:shrink-0',
        tones[tone],
        className,
      )}
    >
      {icon}
      <div className="min-w-0 grow">{children}</div>
      {action === undefined ? null : <div className="flex shrink-0 gap-2">{action}</div>}
    </div>
  );
}
