'use client';

import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';

import { cn } from './cn';
import { inputClass } from './input';
import { itemClass, popupClass } from './menu-look';

export type SelectOption<Value extends string> = { value: Value; label: string; hint?: ReactNode };

type SelectProps<Value extends string> = {
  options: readonly SelectOption<Value>[];
  value?: Value;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  name?: string;
  id?: string;
  disabled?: boolean;
  placeholder?: string;
  'aria-label'?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
  className?: string;
};

/** One choice of few; submits in forms under `name`. Options may carry a second line in `hint`. */
export function Select<Value extends string>({
  options,
  onValueChange,
  id,
  placeholder,
  className,
  'aria-label': ariaLabel,
  'aria-describedby': describedBy,
  'aria-invalid': invalid,
  ...root
}: SelectProps<Value>) {
  return (
    <Base.Root<Value>
      items={options}
      onValueChange={(value) => {
        if (value !== null) onValueChange?.(value);
      }}
      {...root}
    >
      <Base.Trigger
        id={id}
        aria-label={ariaLabel}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        className={cn(
          inputClass,
          'flex h-[34px] items-center justify-between gap-2 px-2.5 text-left',
          className,
        )}
      >
        <Base.Value className="data-placeholder:text-soft truncate" placeholder={placeholder} />
        <Base.Icon className="text-soft">
          <ChevronsUpDown className="size-4" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-hidden">
          <Base.Popup className={cn(popupClass, 'min-w-(--anchor-width)')}>
            <Base.List className="max-h-(--available-height) overflow-y-auto">
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className={cn(itemClass, 'h-auto py-1.5')}>
                  <span className="flex min-w-0 grow flex-col">
                    <Base.ItemText>{option.label}</Base.ItemText>
                    {option.hint === undefined ? null : (
                      <span className="text-soft text-sm">{option.hint}</span>
                    )}
                  </span>
                  <Base.ItemIndicator className="text-accent-ink">
                    <Check className="size-4" />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
