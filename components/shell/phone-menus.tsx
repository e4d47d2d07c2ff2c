'use client';

import { createContext, use, useMemo } from 'react';
import type { ReactNode } from 'react';

type Menus = { workspaceMenu: ReactNode; meMenu: ReactNode };

const MenusContext = createContext<Menus>({ workspaceMenu: null, meMenu: null });

/** Hands the frame's two menus to the sidebar's header, which shows them on a phone, where there is no rail. */
export function PhoneMenus({ workspaceMenu, meMenu, children }: Menus & { children: ReactNode }) {
  const menus = useMemo(() => ({ workspaceMenu, meMenu }), [workspaceMenu, meMenu]);
  return <MenusContext value={menus}>{children}</MenusContext>;
}

export function PhoneMenu({ of }: { of: keyof Menus }) {
  return <span className="flex shrink-0 md:hidden">{use(MenusContext)[of]}</span>;
}
