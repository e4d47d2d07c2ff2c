import type { ComponentProps, ReactNode } from 'react';

import { cn } from './cn';

type SwitchProps = Omit<ComponentProps<'input'>, 'type' | 'children'> & {
  label: ReactNode;
  hint?: ReactNode;
};

/** A setting that takes effect at once: label at the left, switch at the right. A native check box underneath. */
export function Switch({ label, hint, className, ...rest }: SwitchProps) {
  return (
    <label className={cn('flex items-center justify-between gap-4', className)}>
      <span className="flex flex-col">
        <span className="font-medium">{label}</span>
        {hint === undefined ? null : <span className="text-soft text-sm">{hint}</span>}
      </span>
      <input
        type="checkbox"
        className="bg-line-strong checked:bg-accent relative h-5 w-[34px] shrink-0 appearance-none rounded-full transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-4 before:rounded-full before:bg-white before:transition-transform checked:before:translate-x-3.5 disabled:opacity-55"
        {...rest}
      />
    </label>
  );
}
