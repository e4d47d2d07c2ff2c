'use client';

import { ContextMenu as Base } from '@base-ui/react/context-menu';
import type { ReactElement, ReactNode } from 'react';

import { popupClass } from './menu-look';

type ContextMenuProps = {
  /** The element whose right click or long press opens the menu. */
  trigger: ReactElement;
  /** The items of `menu.tsx`. */
  children: ReactNode;
};

/** A menu at the pointer. Everything in it must also be reachable without it (a "more" button, keys). */
export function ContextMenu({ trigger, children }: ContextMenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="z-50 outline-hidden" collisionPadding={8}>
          <Base.Popup className={popupClass}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
