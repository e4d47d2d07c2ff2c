import type { ReactNode } from 'react';

import { FindButton } from './find-button';
import { FrameMenu } from './frame-menus';

type SidebarProps = {
  /** The workspace's or the area's name. */
  title: ReactNode;
  /** Icon buttons at the right of the title: write, new. */
  actions?: ReactNode;
  /** `SidebarSection`s. */
  children: ReactNode;
};

/** The line above a list: its title, and on a phone the menus that the rail has elsewhere. */
export function SidebarHead({ title, actions }: Pick<SidebarProps, 'title' | 'actions'>) {
  return (
    <header className="h-bar flex shrink-0 items-center gap-2.5 pr-2.5 pl-4">
      <span className="flex shrink-0 md:hidden">
        <FrameMenu of="workspaceMenu" />
      </span>
      <div className="text-md min-w-0 grow truncate font-semibold">{title}</div>
      {actions}
      <span className="flex shrink-0 md:hidden">
        <FrameMenu of="meMenu" />
      </span>
    </header>
  );
}

/** The frame of a sidebar: title, find, then sections that scroll. */
export function Sidebar({ title, actions, children }: SidebarProps) {
  return (
    <>
      <SidebarHead title={title} actions={actions} />
      <FindButton />
      <div className="mt-3 flex min-h-0 grow flex-col gap-2 overflow-y-auto overscroll-contain px-2 pb-4">
        {children}
      </div>
    </>
  );
}

type SidebarSectionProps = {
  title: string;
  /** A small icon button at the right of the title: browse, add. */
  action?: ReactNode;
  children: ReactNode;
};

/** A titled list of `SidebarRow`s. */
export function SidebarSection({ title, action, children }: SidebarSectionProps) {
  return (
    <section aria-label={title}>
      <div className="flex h-7 items-center justify-between pr-1 pl-2">
        <h2 className="text-soft text-sm font-medium">{title}</h2>
        {action}
      </div>
      <ul>{children}</ul>
    </section>
  );
}
