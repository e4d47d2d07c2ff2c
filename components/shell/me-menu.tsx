'use client';

import { Keyboard, LogOut, Monitor, Moon, Sun, UserRound, Volume2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useId } from 'react';

import { Avatar } from '../ui/avatar';
import { Menu, MenuCheck, MenuItem, MenuLine, MenuLink, MenuRadioGroup } from '../ui/menu';
import type { MeMenuProps } from './frame-types';
import { openShortcuts } from './overlays';
import { useSound } from './sound';
import { parseTheme } from './theme';
import { useTheme } from './use-theme';

/** The reader's own avatar: presence and status, profile, appearance, sounds, shortcuts, sign out. */
export function MeMenu({ me, status, profileHref, sound, onSoundChange, onSignOut }: MeMenuProps) {
  const t = useTranslations('shell.me');
  const descriptionId = useId();
  const trigger = (
    <button
      type="button"
      aria-label={t('menu', { name: me.name })}
      aria-describedby={me.description === undefined ? undefined : descriptionId}
      className="focus-visible:outline-rail-ink rounded"
    >
      <Avatar
        name={me.name}
        seed={me.id}
        src={me.avatarUrl ?? null}
        presence={me.presence}
        ring="ring-rail"
        className="[&>span:first-child]:size-8"
      />
    </button>
  );
  return (
    <>
      <span id={descriptionId} hidden>
        {me.description}
      </span>
      <Menu
        trigger={trigger}
        side="right"
        align="end"
        className="max-h-(--available-height) w-60 overflow-y-auto"
      >
        <div className="px-2.5 pt-1.5 pb-2">
          <div className="truncate font-semibold">{me.name}</div>
          <div className="text-soft truncate text-sm">{me.email}</div>
        </div>
        {status}
        {profileHref === undefined ? null : (
          <MenuLink icon={<UserRound />} render={<Link href={profileHref} />}>
            {t('profile')}
          </MenuLink>
        )}
        <MenuLine />
        <Appearance />
        <MenuLine />
        <Sounds sound={sound} onSoundChange={onSoundChange} />
        <MenuItem icon={<Keyboard />} keys="?" onClick={openShortcuts}>
          {t('shortcuts')}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={<LogOut />} onClick={() => void onSignOut()}>
          {t('signOut')}
        </MenuItem>
      </Menu>
    </>
  );
}

// These two read the browser, so they exist only while the menu is open.
function Appearance() {
  const t = useTranslations('shell.me');
  const [theme, setTheme] = useTheme();
  return (
    <MenuRadioGroup
      label={t('theme')}
      value={theme}
      onValueChange={(next) => setTheme(parseTheme(next))}
      options={[
        { value: 'light', label: t('light'), icon: <Sun /> },
        { value: 'dark', label: t('dark'), icon: <Moon /> },
        { value: 'system', label: t('system'), icon: <Monitor /> },
      ]}
    />
  );
}

type SoundsProps = { [Key in 'sound' | 'onSoundChange']: MeMenuProps[Key] | undefined };

function Sounds({ sound, onSoundChange }: SoundsProps) {
  const t = useTranslations('shell.me');
  const [on, setOn] = useSound(sound);
  const change = (next: boolean) => {
    setOn(next);
    onSoundChange?.(next);
  };
  return (
    <MenuCheck icon={<Volume2 />} checked={on} onCheckedChange={change}>
      {t('sound')}
    </MenuCheck>
  );
}
