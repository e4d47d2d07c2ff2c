'use client';

import { cloneElement, startTransition, useState } from 'react';
import type { ReactElement, Ref } from 'react';

export type TriggerProps = {
  ref?: Ref<HTMLButtonElement>;
  'aria-haspopup'?: 'menu' | 'dialog';
  'aria-expanded'?: boolean;
  onClick?: () => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
};

/** What a popup needs of its trigger, which stays the same element while the popup's code arrives. */
export type PopupState = {
  anchor: HTMLElement | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/**
 * Makes an element the trigger of a popup whose code is fetched by `preload` with the first pointer or focus on it.
 * `used` says that the popup is to be rendered, from the first opening on.
 */
export function usePopupTrigger(
  element: ReactElement<TriggerProps>,
  kind: 'menu' | 'dialog',
  preload: () => void,
  onChange: ((open: boolean) => void) | undefined,
): { trigger: ReactElement; used: boolean; state: PopupState } {
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null);
  const [used, setUsed] = useState(false);
  const [open, setOpen] = useState(false);
  const onOpenChange = (next: boolean) => {
    // A transition waits for the popup's code; a fallback would hold the popup back for 300 ms.
    startTransition(() => {
      if (next) setUsed(true);
      setOpen(next);
    });
    onChange?.(next);
  };
  const trigger = cloneElement(element, {
    ref: setAnchor,
    'aria-haspopup': kind,
    'aria-expanded': open,
    onPointerEnter: preload,
    onFocus: preload,
    onClick: () => onOpenChange(!open),
  });
  return { trigger, used, state: { anchor, open, onOpenChange } };
}
