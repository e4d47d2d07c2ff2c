'use client';

import { lazy } from 'react';
import type { ReactElement, ReactNode } from 'react';

import { patiently } from './patiently';
import { usePopupTrigger } from './use-popup-trigger';
import type { TriggerProps } from './use-popup-trigger';

// The code of menus is larger than all else in the frame, so it comes with the first pointer or focus on a trigger.
const load = patiently(async () => await import('./menu-view'));
const preload = () => void load();

const View = lazy(async () => ({ default: (await load()).MenuView }));

/** A command. `keys` shows a shortcut and does not bind it; `danger` is for what destroys. */
export const MenuItem = lazy(async () => ({ default: (await load()).MenuItem }));

/** An item that goes somewhere: `render={<Link href="…" />}`. */
export const MenuLink = lazy(async () => ({ default: (await load()).MenuLink }));

/** One choice of few inside a menu, which stays open; the chosen one has a tick. */
export const MenuRadioGroup = lazy(async () => ({ default: (await load()).MenuRadioGroup }));

/** Something that is on or off, inside a menu, which stays open. */
export const MenuCheck = lazy(async () => ({ default: (await load()).MenuCheck }));

/** A titled part of a menu. */
export const MenuGroup = lazy(async () => ({ default: (await load()).MenuGroup }));

/** A hairline between parts. */
export const MenuLine = lazy(async () => ({ default: (await load()).MenuLine }));

export type MenuProps = {
  /** One `Button`, `IconButton` or `<button>` that opens the menu; without handlers of its own. */
  trigger: ReactElement<TriggerProps>;
  children: ReactNode;
  side?: 'top' | 'right' | 'bottom' | 'left';
  align?: 'start' | 'center' | 'end';
  onOpenChange?: (open: boolean) => void;
  className?: string;
};

/** A drop-down menu. Children: `MenuItem`, `MenuLink`, `MenuRadioGroup`, `MenuCheck`, `MenuGroup`, `MenuLine`. */
export function Menu({ trigger: element, onOpenChange, ...rest }: MenuProps) {
  const { trigger, used, state } = usePopupTrigger(element, 'menu', preload, onOpenChange);
  return (
    <>
      {trigger}
      {used ? <View state={state} {...rest} /> : null}
    </>
  );
}
