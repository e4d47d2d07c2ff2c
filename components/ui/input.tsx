import type { ComponentProps } from 'react';

import { cn } from './cn';

/** Look of everything one types into. 16 px on touch screens, where smaller text makes iOS zoom the page. */
export const inputClass =
  'w-full rounded border border-line bg-raised text-base text-ink transition-colors hover:border-line-strong focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-55 aria-invalid:border-red aria-invalid:focus-visible:outline-red pointer-coarse:text-[1rem]';

/** A one-line text input, 34 px high. Label it with `Field` or `aria-label`. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cn(inputClass, 'h-[34px] px-2.5 pointer-coarse:h-10', className)} {...rest} />;
}
