import type { ComponentProps } from 'react';

import { cn } from './cn';
import { inputClass } from './input';

/** A text area that grows with its content up to 12 rem, then scrolls. */
export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      className={cn(
        inputClass,
        'field-sizing-content max-h-48 min-h-[68px] resize-none px-2.5 py-1.5',
        className,
      )}
      {...rest}
    />
  );
}
