'use client';

import { lazy } from 'react';
import type { ReactElement, ReactNode } from 'react';

import { usePopupTrigger } from './use-popup-trigger';
import type { TriggerProps } from './use-popup-trigger';

const load = () => import('./popover-view');
const preload = () => void load();

const View = lazy(async () => ({ default: (await load()).PopoverView }));

export type PopoverProps = {
  /** One `Button`, `IconButton` or `<button>` that opens it; without handlers of its own. */
  trigger: ReactElement<TriggerProps>;
  /** Accessible name of what opens. */
  label: string;
  /** What opens; a function gets the way to close it. */
  children: ReactNode | ((close: () => void) => ReactNode);
  side?: 'top' | 'right' | 'bottom' | 'left';
  align?: 'start' | 'center' | 'end';
  onOpenChange?: (open: boolean) => void;
  className?: string;
};

/** Something small that floats by its trigger: an emoji picker, a person's card. Its code loads on first use. */
export function Popover({ trigger: element, onOpenChange, ...rest }: PopoverProps) {
  const { trigger, used, state } = usePopupTrigger(element, 'dialog', preload, onOpenChange);
  return (
    <>
      {trigger}
      {used ? <View state={state} {...rest} /> : null}
    </>
  );
}
