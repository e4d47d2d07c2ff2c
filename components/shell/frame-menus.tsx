'use client';

import { createContext, use, useMemo } from 'react';
import type { ReactNode } from 'react';

type Menus = { workspaceMenu: ReactNode; meMenu: ReactNode };

const MenusContext = createContext<Menus>({ workspaceMenu: null, meMenu: null });

/** Hands the frame's two menus to the rail and, for phones, where there is no rail, to the sidebar's header. */
export function FrameMenus({ workspaceMenu, meMenu, children }: Menus & { children: ReactNode }) {
  const menus = useMemo(() => ({ workspaceMenu, meMenu }), [workspaceMenu, meMenu]);
  return <MenusContext value={menus}>{children}</MenusContext>;
}

/** One of the frame's menus, where it is to appear. */
export function FrameMenu({ of }: { of: keyof Menus }) {
  return use(MenusContext)[of];
}
