'use client';

import { Popover as Base } from '@base-ui/react/popover';

import { cn } from './cn';
import type { PopoverProps } from './popover';
import type { PopupState } from './use-popup-trigger';

type PopoverViewProps = Omit<PopoverProps, 'trigger' | 'onOpenChange'> & { state: PopupState };

/** What opens. Use `Popover` of `popover.tsx`. */
export function PopoverView({
  state,
  label,
  children,
  side = 'bottom',
  align = 'start',
  className,
}: PopoverViewProps) {
  return (
    <Base.Root open={state.open} onOpenChange={(open) => state.onOpenChange(open)} modal>
      <Base.Portal>
        <Base.Positioner
          anchor={state.anchor}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50"
        >
          <Base.Popup
            aria-label={label}
            finalFocus={() => state.anchor}
            className={cn('pop rounded-xl bg-raised p-3 shadow-float outline-hidden', className)}
          >
            {typeof children === 'function' ? children(() => state.onOpenChange(false)) : children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
