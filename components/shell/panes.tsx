import { cookies } from 'next/headers';
import type { ReactNode } from 'react';

import { PaneStage } from './pane-stage';
import { parseSidebarWidth } from './sidebar-width';

type PanesProps = {
  /** Address of the list itself, such as `/w/acme/chat`: on a phone the list shows there, the main pane below it. */
  home: string;
  sidebar: ReactNode;
  /** The main pane, usually `<MainPane>`, and after it a `<SidePanel>` if one is open. */
  children: ReactNode;
};

/** An area of the application: its list at the left, resizable, and what is open at the right. For layouts. */
export async function Panes({ home, sidebar, children }: PanesProps) {
  const width = parseSidebarWidth((await cookies()).get('sidebar')?.value);
  return (
    <PaneStage home={home} sidebar={sidebar} sidebarWidth={width}>
      {children}
    </PaneStage>
  );
}
