import type { ReactNode } from 'react';

import { Toaster } from '../ui/toaster';
import { TipLayer } from '../ui/tooltip';
import { BottomBar } from './bottom-bar';
import { FrameOverlays } from './frame-overlays';
import type { Area, MeMenuProps, WorkspaceMenuProps } from './frame-types';
import { MeMenu } from './me-menu';
import { PhoneMenus } from './phone-menus';
import { Rail } from './rail';
import { WorkspaceMenu } from './workspace-menu';

type AppFrameProps = {
  areas: readonly Area[];
  workspace: WorkspaceMenuProps;
  me: MeMenuProps;
  /** A `<ConnectionBar>`; floats, moves nothing. */
  notice?: ReactNode;
  /** `<Panes>`, or any area's own layout that grows. */
  children: ReactNode;
};

/**
 * The frame of every page of a workspace: rail at the left, bottom bar on a phone, and between them what the area
 * brings. Also binds ⌘K and `?`, and draws tooltips and toasts. For the workspace's layout; data only, no fetching.
 */
export function AppFrame({ areas, workspace, me, notice, children }: AppFrameProps) {
  const workspaceMenu = <WorkspaceMenu {...workspace} />;
  const meMenu = <MeMenu {...me} />;
  return (
    <PhoneMenus workspaceMenu={workspaceMenu} meMenu={meMenu}>
      <div className="bg-background flex h-dvh overflow-hidden">
        <Rail areas={areas} workspaceMenu={workspaceMenu} meMenu={meMenu} />
        <div className="relative flex min-w-0 grow flex-col">
          {notice}
          {children}
          <BottomBar areas={areas} />
        </div>
      </div>
      <FrameOverlays />
      <TipLayer />
      <Toaster />
    </PhoneMenus>
  );
}
