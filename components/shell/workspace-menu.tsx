'use client';

import { LogOut, Plus, Settings, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';

import { Avatar } from '../ui/avatar';
import { Menu, MenuGroup, MenuItem, MenuLine, MenuLink } from '../ui/menu';
import type { WorkspaceMenuProps } from './frame-types';

/** The workspace's mark at the top of the rail: switch, people, settings, create, sign out. */
export function WorkspaceMenu({
  current,
  others,
  createHref,
  settingsHref,
  peopleHref,
  onSignOut,
}: WorkspaceMenuProps) {
  const t = useTranslations('shell.workspace');
  const trigger = (
    <button
      type="button"
      aria-label={t('menu', { name: current.name })}
      className="focus-visible:outline-rail-ink rounded-xl"
    >
      <WorkspaceMark entry={current} />
    </button>
  );
  return (
    <Menu trigger={trigger} className="w-64">
      <div className="px-2.5 pt-1.5 pb-2 font-semibold">{current.name}</div>
      {peopleHref === undefined ? null : (
        <MenuLink icon={<Users />} render={<Link href={peopleHref} />}>
          {t('people')}
        </MenuLink>
      )}
      {settingsHref === undefined ? null : (
        <MenuLink icon={<Settings />} render={<Link href={settingsHref} />}>
          {t('settings')}
        </MenuLink>
      )}
      <MenuLine />
      {others.length === 0 ? null : (
        <MenuGroup label={t('others')}>
          {others.map((entry) => (
            <MenuLink
              key={entry.id}
              icon={<Avatar name={entry.name} seed={entry.id} size="xs" />}
              render={<Link href={entry.href} />}
            >
              {entry.name}
            </MenuLink>
          ))}
        </MenuGroup>
      )}
      <MenuLink icon={<Plus />} render={<Link href={createHref} />}>
        {t('create')}
      </MenuLink>
      <MenuLine />
      <MenuItem icon={<LogOut />} onClick={() => void onSignOut()}>
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}

/** Two letters of the first word, larger than a person's avatar of the same place. */
function WorkspaceMark({ entry }: { entry: { id: string; name: string } }) {
  return (
    <Avatar
      name={entry.name.split(' ')[0] ?? entry.name}
      seed={entry.id}
      className="[&>span]:text-md [&>span]:size-[34px] [&>span]:rounded-xl"
    />
  );
}
