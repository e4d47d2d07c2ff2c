import type { ComponentProps, ReactNode } from 'react';

import { buttonClass } from './button';
import { cn } from './cn';

const sizes = {
  sm: 'size-[26px] [&_.lucide]:size-4',
  md: 'size-[30px] [&_.lucide]:size-[18px]',
  lg: 'size-10 [&_.lucide]:size-5',
};

type IconButtonProps = Omit<ComponentProps<'button'>, 'className' | 'children' | 'aria-label'> & {
  /** What it does, for the tooltip and screen readers. */
  label: string;
  children: ReactNode;
  /** Key combination shown in the tooltip, as `useHotkeys` takes it: `mod+k`. */
  keys?: string;
  size?: keyof typeof sizes;
  variant?: 'ghost' | 'secondary' | 'primary';
  /** Pressed state of a toggle; leave out for plain actions. */
  pressed?: boolean;
  /** Whether the tooltip shows; off where the words stand beside it. */
  tip?: boolean;
  className?: string;
};

/** A square button with an icon only. The label is its accessible name and, on hover and focus, its tooltip. */
export function IconButton({
  label,
  children,
  keys,
  size = 'md',
  variant = 'ghost',
  pressed,
  tip = true,
  className,
  ...rest
}: IconButtonProps) {
  const look = buttonClass({
    variant,
    className: cn('px-0', sizes[size], pressed && 'bg-hover text-ink', className),
  });
  return (
    <button
      type="button"
      className={look}
      aria-label={label}
      aria-pressed={pressed}
      data-tip={tip ? label : undefined}
      data-tip-keys={keys}
      {...rest}
    >
      {children}
    </button>
  );
}
