import { cva } from 'class-variance-authority';
import type { VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';

import { cn } from './cn';
import { Spinner } from './spinner';

const button = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded font-medium whitespace-nowrap select-none transition-colors disabled:cursor-default [&:disabled:not([aria-busy])]:opacity-55 aria-disabled:opacity-55 [&_.lucide]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-accent text-on-accent enabled:hover:bg-accent-hover [a&]:hover:bg-accent-hover',
        secondary:
          'border border-line bg-raised text-ink enabled:hover:bg-hover-raised data-popup-open:bg-hover-raised [a&]:hover:bg-hover-raised',
        ghost:
          'text-soft enabled:hover:bg-hover enabled:hover:text-ink data-popup-open:bg-hover data-popup-open:text-ink [a&]:hover:bg-hover [a&]:hover:text-ink',
        danger: 'bg-red-solid text-white enabled:hover:brightness-92',
        link: 'rounded-xs text-accent-ink underline-offset-3 enabled:hover:underline [a&]:hover:underline',
      },
      size: {
        sm: 'h-[26px] px-2 text-sm [&_.lucide]:size-4',
        md: 'h-[30px] px-3 text-base [&_.lucide]:size-4',
        lg: 'h-[38px] px-4 text-base [&_.lucide]:size-[18px]',
      },
    },
    compoundVariants: [{ variant: 'link', className: 'h-auto px-0' }],
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export type ButtonLook = VariantProps<typeof button> & { className?: string | undefined };

/** The classes of a button, for links that look like one: `<Link className={buttonClass({ variant: 'primary' })}>`. */
export function buttonClass({ className, ...look }: ButtonLook = {}): string {
  return cn(button(look), className);
}

type ButtonProps = Omit<ComponentProps<'button'>, 'className'> & ButtonLook & { pending?: boolean };

/** A button (`type="button"` unless told). `pending` shows a spinner, keeps the width and refuses presses. */
export function Button({
  variant,
  size,
  className,
  pending = false,
  disabled,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={buttonClass({ variant, size, className: cn('relative', className) })}
      disabled={disabled === true || pending}
      aria-busy={pending || undefined}
      {...rest}
    >
      {pending ? (
        <>
          <span className="absolute inset-0 grid place-items-center">
            <Spinner />
          </span>
          <span className="inline-flex items-center gap-1.5 opacity-0">{children}</span>
        </>
      ) : (
        children
      )}
    </button>
  );
}
