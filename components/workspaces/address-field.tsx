'use client';

import type { ReactNode } from 'react';

import { cn } from '../ui/cn';
import { Field } from '../ui/field';
import { inputClass } from '../ui/input';

type AddressFieldProps = {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** What stands before the slug, such as `parley.example/w/`. */
  prefix: string;
  value?: string;
  defaultValue?: string | undefined;
  onChange?: (slug: string) => void;
};

/** The address of a workspace, typed after the part that is given. Posts as `slug`. */
export function AddressField({ label, hint, error, prefix, onChange, ...value }: AddressFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div
          className={cn(
            inputClass,
            'flex h-[34px] items-center focus-within:border-accent pointer-coarse:h-10',
            control['aria-invalid'] && 'border-red',
          )}
        >
          <span aria-hidden="true" className="text-soft max-w-[60%] shrink-0 truncate pl-2.5 select-none">
            {prefix}
          </span>
          <input
            {...control}
            {...value}
            name="slug"
            onChange={(event) => onChange?.(event.currentTarget.value)}
            maxLength={48}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            className="h-full min-w-0 grow rounded-r bg-transparent pr-2.5 outline-offset-0"
          />
        </div>
      )}
    </Field>
  );
}
