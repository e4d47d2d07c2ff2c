import type { ReactNode } from 'react';

import { cn } from '../ui/cn';

type ToggleButtonProps = {
  /** What a press does. */
  label: string;
  keys?: string;
  /** Something of one's own is switched off: drawn in red, so that nobody talks unheard. */
  isOff?: boolean;
  /** What it opened stands open, or goes on. */
  isActive?: boolean;
  /** Whether it opens something that stays, which screen readers are told. */
  isToggle?: boolean;
  onClick?: () => void;
  className?: string;
  children: ReactNode;
};

/** A control of a call: 44 px, an icon. */
export function ToggleButton({
  label,
  keys,
  isOff = false,
  isActive = false,
  isToggle = false,
  onClick,
  className,
  children,
}: ToggleButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isToggle ? isActive : undefined}
      data-tip={label}
      data-tip-side="top"
      data-tip-keys={keys}
      onClick={(event) => {
        // After a click by pointer the space bar shall talk, and not press the same button again.
        if (event.detail > 0) event.currentTarget.blur();
        onClick?.();
      }}
      className={cn(
        'grid size-11 shrink-0 place-items-center rounded-xl bg-raised text-ink transition-colors hover:bg-hover-raised [&_.lucide]:size-5',
        isOff && 'bg-red-tint text-red-ink hover:bg-red-tint',
        isActive && 'bg-accent text-on-accent hover:bg-accent-hover',
        className,
      )}
    >
      {children}
    </button>
  );
}
