'use client';

import { BellOff, ImageUp, SmilePlus, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';

import { endOf, type Expiry } from '../presence/expiry';
import { shortMoment } from '../presence/moments';
import { useOwnStatus, usePresenceStore } from '../presence/presence-provider';
import type { StatusInput } from '../presence/presence-store';
import { PresenceDot } from '../ui/avatar';
import { MenuGroup, MenuItem, MenuLine, MenuRadioGroup } from '../ui/menu';
import { toast } from '../ui/toast';
import { setChatDialog } from './chat-dialogs';

const QUIET = { halfHour: 'half-hour', hour: 'hour', tomorrow: 'tomorrow' } satisfies Record<string, Expiry>;
const KINDS = ['auto', 'away', 'busy', 'dnd'] as const;

/** The part of one's own menu that says how one is: custom status, availability, do not disturb for a while. */
export function StatusMenu() {
  const t = useTranslations('presence.menu');
  const picture = useTranslations('chat.picture');
  const language = useLocale();
  const store = usePresenceStore();
  const { availability, availabilityUntil, emoji, text } = useOwnStatus();
  const say = async (input: StatusInput) => {
    const answer = await store.say(input);
    if (!answer.ok) toast.error(t('failed', { reason: answer.error.message }));
  };
  const labelOf = (kind: (typeof KINDS)[number]) =>
    kind === 'dnd' && availability === 'dnd' && availabilityUntil !== null
      ? t('dndUntil', { time: shortMoment(availabilityUntil, language) })
      : t(kind);
  return (
    <>
      <MenuItem icon={<SmilePlus />} onClick={() => setChatDialog({ kind: 'status' })}>
        {emoji === '' ? t('set') : text === '' ? `${emoji} ${t('change')}` : `${emoji} ${text}`}
      </MenuItem>
      {emoji === '' ? null : (
        <MenuItem icon={<X />} onClick={() => void say({ custom: null })}>
          {t('clear')}
        </MenuItem>
      )}
      <MenuItem icon={<ImageUp />} onClick={() => setChatDialog({ kind: 'picture' })}>
        {picture('change')}
      </MenuItem>
      <MenuLine />
      <MenuRadioGroup
        label={t('availability')}
        value={availability}
        onValueChange={(next) => {
          const kind = KINDS.find((known) => known === next) ?? 'auto';
          void say({ availability: { kind, until: null } });
        }}
        options={KINDS.map((kind) => ({
          value: kind,
          label: labelOf(kind),
          icon: <PresenceDot state={kind === 'auto' ? 'online' : kind} className="mx-[3px] size-2.5" />,
        }))}
      />
      <MenuGroup label={t('quietFor')}>
        {(['halfHour', 'hour', 'tomorrow'] as const).map((name) => (
          <MenuItem
            key={name}
            icon={<BellOff />}
            onClick={() => void say({ availability: { kind: 'dnd', until: endOf(QUIET[name], Date.now()) } })}
          >
            {t(name)}
          </MenuItem>
        ))}
      </MenuGroup>
      <MenuLine />
    </>
  );
}
