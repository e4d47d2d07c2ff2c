'use client';

import {
  AudioLines,
  LayoutGrid,
  Maximize,
  Minimize,
  PanelsTopLeft,
  PhoneOff,
  PictureInPicture2,
  Settings2,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { callApi } from '../chat/api';
import { setChatDialog } from '../chat/chat-dialogs';
import { useFrame } from '../chat/chat-providers';
import { MenuCheck, MenuItem, MenuLine, MenuRadioGroup } from '../ui/menu';
import { toast } from '../ui/toast';
import type { CallControls, CallView } from './call-types';
import { canPicture, pictureOf } from './picture-in-picture';
import type { StageLayout } from './stage-plan';

type CallMenuItemsProps = {
  view: CallView;
  controls: CallControls;
  onDevices: () => void;
  layout: StageLayout;
  onLayout: ((layout: StageLayout) => void) | null;
};

/** What one needs more rarely in a call. */
export function CallMenuItems({ view, controls, onDevices, layout, onLayout }: CallMenuItemsProps) {
  const t = useTranslations('meetings.controls');
  const stage = useTranslations('meetings.stage');
  const area = useTranslations('meetings.area');
  const { id: workspaceId, me } = useFrame();
  // The menu is drawn anew each time it opens.
  const [isFull] = useState(() => document.fullscreenElement !== null);
  const { call } = view;
  const askToEnd = (callId: string, count: number) =>
    setChatDialog({
      kind: 'confirm',
      title: t('endTitle'),
      description: t('endText', { count }),
      confirmLabel: t('endConfirm'),
      danger: true,
      onConfirm: async () => {
        const answer = await callApi('POST', `/calls/${callId}/end`, { workspaceId, body: {} });
        if (!answer.ok) toast.error(area('failed', { reason: answer.error.message }));
      },
    });
  return (
    <>
      <MenuItem icon={<Settings2 />} onClick={onDevices}>
        {t('devices')}
      </MenuItem>
      <MenuCheck icon={<AudioLines />} checked={view.isAudioOnly} onCheckedChange={controls.setAudioOnly}>
        {t('audioOnly')}
      </MenuCheck>
      {onLayout === null ? null : (
        <>
          <MenuLine />
          <MenuRadioGroup
            label={stage('layout')}
            value={layout}
            onValueChange={(next) => onLayout(next === 'speaker' ? 'speaker' : 'grid')}
            options={[
              { value: 'grid', label: stage('grid'), icon: <LayoutGrid /> },
              { value: 'speaker', label: stage('speaker'), icon: <PanelsTopLeft /> },
            ]}
          />
        </>
      )}
      <MenuLine />
      {canPicture() ? (
        <MenuItem icon={<PictureInPicture2 />} onClick={() => void pictureOf('[data-main-tile] video')}>
          {t('picture')}
        </MenuItem>
      ) : null}
      {document.fullscreenEnabled ? (
        <MenuItem icon={isFull ? <Minimize /> : <Maximize />} onClick={() => void toggleFullScreen()}>
          {t(isFull ? 'endFullScreen' : 'fullScreen')}
        </MenuItem>
      ) : null}
      {call !== null && call.startedBy === me.id && call.seats.length > 1 ? (
        <>
          <MenuLine />
          <MenuItem danger icon={<PhoneOff />} onClick={() => askToEnd(call.id, call.seats.length)}>
            {t('end')}
          </MenuItem>
        </>
      ) : null}
    </>
  );
}

/** The whole page, so that menus and dialogs stay on the screen. */
async function toggleFullScreen(): Promise<void> {
  try {
    if (document.fullscreenElement === null) await document.documentElement.requestFullscreen();
    else await document.exitFullscreen();
  } catch {
    // Refused by a setting, or ended meanwhile: the page stays as it is, which one sees.
  }
}
