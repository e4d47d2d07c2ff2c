import type { ReactNode } from 'react';

import { cn } from './cn';

const tones = {
  neutral: 'border-line text-soft',
  accent: 'border-transparent bg-tint text-tint-ink',
  red: 'border-transparent bg-red-tint text-red-ink',
  amber: 'border-amber/60 text-amber-ink',
  green: 'border-transparent bg-green-tint text-green-ink',
  blue: 'border-transparent bg-blue-tint text-blue-ink',
};

/** A word about a thing: a role, a state, "external". */
export function Badge({ tone = 'neutral', children }: { tone?: keyof typeof tones; children: ReactNode }) {
  return (
    <span
      className={cn(
        'inline-flex h-[18px] items-center rounded-sm border px-1 text-2xs font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}

const countTones = {
  accent: 'bg-accent text-on-accent',
  alert: 'bg-red-solid text-white',
  quiet: 'bg-line text-ink',
};

type CountBadgeProps = {
  count: number;
  /** What is counted, for screen readers: "3 unread messages". */
  label: string;
  /** `alert` is the rail's red, for what calls this person by name; `quiet` for what may wait. */
  tone?: keyof typeof countTones;
  className?: string;
};

/** A number in a pill, 99+ at most; nothing at zero. */
export function CountBadge({ count, label, tone = 'accent', className }: CountBadgeProps) {
  if (count <= 0) return null;
  return (
    <span
      className={cn(
        'inline-grid h-[18px] min-w-[18px] shrink-0 place-items-center rounded-full px-1 text-2xs font-semibold tabular-nums',
        countTones[tone],
        className,
      )}
    >
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
