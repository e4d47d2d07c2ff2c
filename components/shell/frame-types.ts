import type { ReactNode } from 'react';

import type { Presence } from '../ui/avatar';

/** A part of the product in the rail. Only what the workspace has switched on and the role may use. */
export type Area = {
  key: string;
  label: string;
  href: string;
  /** A lucide icon without size. */
  icon: ReactNode;
  /** A `<RailBadge>`, or a client component that renders one. */
  badge?: ReactNode;
};

export type WorkspaceEntry = { id: string; name: string; href: string };

export type WorkspaceMenuProps = {
  current: WorkspaceEntry;
  others: readonly WorkspaceEntry[];
  createHref: string;
  /** Leave out what the role may not open. */
  settingsHref?: string;
  peopleHref?: string;
  /** A server action or a client function. */
  onSignOut: () => void | Promise<void>;
};

export type MeMenuProps = {
  me: {
    id: string;
    name: string;
    email: string;
    avatarUrl?: string | null;
    presence?: Presence | undefined;
    /** Presence and status in words. */
    description?: string | undefined;
  };
  /** Menu items that set how one is. */
  status?: ReactNode;
  profileHref?: string;
  /** What the profile says of sounds; without it, this browser's own choice. */
  sound?: boolean;
  /** Keeps a new choice with the profile; the browser remembers it anyway. */
  onSoundChange?: (on: boolean) => void;
  onSignOut: () => void | Promise<void>;
};
