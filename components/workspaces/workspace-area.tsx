import { getTranslations } from 'next-intl/server';
import { cookies } from 'next/headers';
import type { CSSProperties, ReactNode } from 'react';

import type { WorkspaceFrame } from '@/lib/workspaces/schemas';

import { ResizeHandle } from '../shell/resize-handle';
import { Sidebar } from '../shell/sidebar';
import { parseSidebarWidth } from '../shell/sidebar-width';
import { AreaRows } from './area-nav';

/** The area about the workspace itself: people and settings. On a phone its pages show `AreaTabs` instead of the sidebar. */
export async function WorkspaceArea({ frame, children }: { frame: WorkspaceFrame; children: ReactNode }) {
  const [jar, t] = await Promise.all([cookies(), getTranslations('shell')]);
  const sidebarWidth = parseSidebarWidth(jar.get('sidebar')?.value);
  const width: CSSProperties & Record<'--sidebar', string> = { '--sidebar': `${sidebarWidth}px` };
  return (
    <div data-panes className="flex min-h-0 grow" style={width}>
      <aside
        aria-label={t('sidebar')}
        className="bg-panel relative min-h-0 w-(--sidebar) shrink-0 flex-col max-md:hidden md:flex"
      >
        <Sidebar title={frame.name}>
          <AreaRows frame={frame} />
        </Sidebar>
        <ResizeHandle initial={sidebarWidth} />
      </aside>
      <main
        id="main"
        tabIndex={-1}
        className="bg-background relative flex min-h-0 min-w-0 grow outline-hidden"
      >
        {children}
      </main>
    </div>
  );
}
