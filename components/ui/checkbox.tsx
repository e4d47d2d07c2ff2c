import { Check } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';

import { cn } from './cn';

type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'children'> & {
  label: ReactNode;
  hint?: ReactNode;
};

/** A native check box with its label; works in forms without JavaScript. */
export function Checkbox({ label, hint, className, ...rest }: CheckboxProps) {
  return (
    <label className={cn('flex items-start gap-2.5', className)}>
      <span className="relative mt-0.5 grid size-4 shrink-0 place-items-center">
        <input
          type="checkbox"
          className="peer border-line-strong bg-raised checked:border-accent checked:bg-accent size-4 appearance-none rounded-sm border transition-colors disabled:opacity-55"
          {...rest}
        />
        <Check className="text-on-accent pointer-events-none absolute size-3 stroke-3! opacity-0 peer-checked:opacity-100" />
      </span>
      <span className="flex flex-col">
        <span>{label}</span>
        {hint === undefined ? null : <span className="text-soft text-sm">{hint}</span>}
      </span>
    </label>
  );
}
