'use client';

import {
  Ellipsis,
  MessageSquare,
  Mic,
  MicOff,
  MonitorUp,
  MonitorX,
  PhoneOff,
  Users,
  Video,
  VideoOff,
} from 'lucide-react';
import { useTranslations } from 'next-intl';

import type { Room } from '@/lib/meetings/schemas';

import { useHotkeys } from '../shell/use-hotkeys';
import { Menu } from '../ui/menu';
import { CallMenuItems } from './call-menu-items';
import type { CallControls, CallView } from './call-types';
import type { StageLayout } from './stage-plan';
import { ToggleButton } from './toggle-button';

type CallControlsBarProps = {
  room: Room;
  view: CallView;
  controls: CallControls;
  /** The space bar is held. */
  isTalking: boolean;
  showsPeople: boolean;
  onPeople: () => void;
  onDevices: () => void;
  layout: StageLayout;
  onLayout: ((layout: StageLayout) => void) | null;
  /** The conversation of the call, if it has one. */
  back: string;
};

/** What one does in a call, in the order in which every call has it. */
export function CallControlsBar(props: CallControlsBarProps) {
  const { room, view, controls, isTalking, showsPeople, onPeople, back } = props;
  const t = useTranslations('meetings.controls');
  const { isMuted, isCameraOn, isSharing } = view;
  const canShare = 'mediaDevices' in navigator && 'getDisplayMedia' in navigator.mediaDevices;
  const sound = { label: t(isMuted ? 'unmute' : 'mute'), run: () => controls.setMuted(!isMuted) };
  const camera = {
    label: t(isCameraOn ? 'stopCamera' : 'startCamera'),
    run: () => void controls.setCamera(!isCameraOn),
  };
  const share = {
    label: t(isSharing ? 'stopShare' : 'share'),
    run: () => (isSharing ? controls.stopSharing() : void controls.startSharing()),
  };
  const group = t('keys');
  useHotkeys([
    { keys: 'm', group, ...sound },
    { keys: 'mod+d', group, ...sound, inFields: true },
    { keys: 'v', group, ...camera },
    { keys: 'mod+e', group, ...camera, inFields: true },
    { keys: 'space', group, label: t('talk'), run: sound.run, isListedOnly: true },
    ...(canShare ? [{ keys: 's', group, ...share }] : []),
    { keys: 'p', group, label: t('people'), run: onPeople },
  ]);
  return (
    <section
      aria-label={t('label')}
      className="flex min-w-0 grow items-center justify-center gap-1.5 sm:gap-2"
    >
      <ToggleButton keys="m" label={sound.label} isOff={isMuted} isActive={isTalking} onClick={sound.run}>
        {isMuted ? <MicOff /> : <Mic />}
      </ToggleButton>
      <ToggleButton keys="v" label={camera.label} isOff={!isCameraOn} onClick={camera.run}>
        {isCameraOn ? <Video /> : <VideoOff />}
      </ToggleButton>
      {canShare ? (
        <ToggleButton
          keys="s"
          label={share.label}
          isActive={isSharing}
          onClick={share.run}
          className="max-sm:hidden"
        >
          {isSharing ? <MonitorX /> : <MonitorUp />}
        </ToggleButton>
      ) : null}
      {room.conversationId === null ? null : (
        <a
          href={back}
          target="_blank"
          rel="noreferrer"
          aria-label={t('chat')}
          data-tip={t('chat')}
          data-tip-side="top"
          className="bg-raised hover:bg-hover-raised grid size-11 shrink-0 place-items-center rounded-xl transition-colors [&_.lucide]:size-5"
        >
          <MessageSquare />
        </a>
      )}
      <ToggleButton keys="p" label={t('people')} isToggle isActive={showsPeople} onClick={onPeople}>
        <Users />
      </ToggleButton>
      <Menu
        side="top"
        align="center"
        className="w-64"
        trigger={
          <button
            type="button"
            aria-label={t('more')}
            data-tip={t('more')}
            data-tip-side="top"
            className="bg-raised hover:bg-hover-raised grid size-11 shrink-0 place-items-center rounded-xl transition-colors [&_.lucide]:size-5"
          >
            <Ellipsis />
          </button>
        }
      >
        <CallMenuItems {...props} />
      </Menu>
      <button
        type="button"
        aria-label={t('leaveLabel')}
        onClick={() => void controls.leave()}
        className="bg-red-solid flex h-11 shrink-0 items-center justify-center gap-2 rounded-xl px-3 font-semibold text-white hover:brightness-92 sm:w-[106px] [&_.lucide]:size-5"
      >
        <PhoneOff />
        <span className="max-sm:hidden">{t('leave')}</span>
      </button>
    </section>
  );
}
