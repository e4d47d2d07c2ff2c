import type { ReactNode } from 'react';

import { Toaster } from '../ui/toaster';
import { TipLayer } from '../ui/tooltip';
import { BottomBar } from './bottom-bar';
import { FrameMenus } from './frame-menus';
import { FrameOverlays } from './frame-overlays';
import type { Area, MeMenuProps, WorkspaceMenuProps } from './frame-types';
import { MeMenu } from './me-menu';
import { Rail } from './rail';
import { WorkspaceMenu } from './workspace-menu';

type AppFrameProps = {
  areas: readonly Area[];
  workspace: WorkspaceMenuProps;
  me: MeMenuProps;
  /** A `<ConnectionBar>`; floats, moves nothing. */
  notice?: ReactNode;
  /** A line below the panes, while there is something to say there. */
  foot?: ReactNode;
  /** What draws nothing in the flow: `<CommandPalette>`, listeners. */
  overlays?: ReactNode;
  /** One element: `<Panes>`, or any area's own layout that grows. */
  children: ReactNode;
};

/**
 * The frame of every page of a workspace: rail at the left, bottom bar on a phone, and between them what the area
 * brings. Also binds ⌘K and `?`, and draws tooltips and toasts. For the workspace's layout; data only, no fetching.
 */
export function AppFrame({ areas, workspace, me, notice, foot, overlays, children }: AppFrameProps) {
  return (
    <FrameMenus workspaceMenu={<WorkspaceMenu {...workspace} />} meMenu={<MeMenu {...me} />}>
      <div className="bg-background flex h-dvh overflow-hidden">
        <Rail areas={areas} />
        <div className="relative flex min-w-0 grow flex-col">
          {notice}
          <div className="flex min-h-0 grow flex-col">{children}</div>
          {foot}
          <BottomBar areas={areas} />
        </div>
      </div>
      <FrameOverlays />
      <TipLayer />
      <Toaster />
      {overlays}
    </FrameMenus>
  );
}
