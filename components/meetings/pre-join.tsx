'use client';

import { Mic, MicOff, Video, VideoOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';

import { MAX_SEATS } from '@/lib/meetings/limits';
import type { Room } from '@/lib/meetings/schemas';

import { useFrame } from '../chat/chat-providers';
import { MemberAvatar } from '../chat/member-avatar';
import { MemberStack } from '../chat/member-stack';
import { useNaming } from '../chat/use-naming';
import { useHotkeys } from '../shell/use-hotkeys';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { deviceChoice, keepDeviceChoice } from './device-choice';
import { DeviceFields } from './device-fields';
import { LevelMeter } from './level-meter';
import { Picture } from './picture';
import { PreJoinTroubles } from './pre-join-troubles';
import { someNames } from './some-names';
import { ToggleButton } from './toggle-button';
import { usePreview } from './use-preview';
import { useRoomName } from './use-room-name';

type PreJoinProps = {
  room: Room;
  /** `tracks`: microphone and camera as they are open, for the call to go on with. */
  onJoin: (standing: { isMuted: boolean; isCameraOn: boolean }, tracks: readonly MediaStreamTrack[]) => void;
  /** The way back. */
  back: ReactNode;
};

/** Before a call: how one looks and sounds, with which devices, and who is there. Joins without devices, too. */
export function PreJoin({ room, onJoin, back }: PreJoinProps) {
  const t = useTranslations('meetings.join');
  const controls = useTranslations('meetings.controls');
  const { me } = useFrame();
  const name = useRoomName(room);
  const [choice, setChoice] = useState(deviceChoice);
  const preview = usePreview({ isMuted: false, isCameraOn: room.call?.kind !== 'voice' }, choice);
  const { view, sound, picture } = preview;
  const { isMuted, isCameraOn } = view;
  const seats = new Set(room.call?.seats.map(({ memberId }) => memberId) ?? []);
  const isFull = (room.call?.seats.length ?? 0) >= MAX_SEATS;
  const mayStart = me.permissions.includes('calls.start');
  const toggleSound = () => preview.setMuted(!isMuted);
  const togglePicture = () => preview.setCamera(!isCameraOn);
  const choose = (next: typeof choice) => {
    setChoice(keepDeviceChoice(next));
    preview.chooseDevices(next);
  };
  useHotkeys([
    { keys: 'm', label: t(isMuted ? 'unmute' : 'mute'), group: controls('keys'), run: toggleSound },
    {
      keys: 'v',
      label: t(isCameraOn ? 'stopCamera' : 'startCamera'),
      group: controls('keys'),
      run: togglePicture,
    },
  ]);
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-x-10 gap-y-6 px-4 py-6 md:grid-cols-[minmax(0,1.5fr)_minmax(260px,1fr)] md:items-center md:px-8">
      <section aria-label={t('preview')} className="flex flex-col gap-3">
        <div
          data-theme="dark"
          className="bg-rail relative grid aspect-[4/3] place-items-center overflow-hidden rounded-2xl md:aspect-video"
        >
          {isCameraOn && picture !== null ? (
            <Picture stream={picture} isMirrored />
          ) : (
            <div className="text-rail-soft flex flex-col items-center gap-3 text-sm">
              <MemberAvatar name={me.name} memberId={me.id} size="lg" />
              {t(isCameraOn ? 'cameraOn' : 'cameraOff')}
            </div>
          )}
          <span className="absolute top-3 left-3 rounded-md bg-black/55 px-2 py-1 text-sm font-medium text-white">
            {me.name}
          </span>
          <div className="absolute inset-x-0 bottom-3 flex justify-center gap-2">
            <ToggleButton
              isOff={isMuted}
              label={t(isMuted ? 'unmute' : 'mute')}
              keys="m"
              onClick={toggleSound}
            >
              {isMuted ? <MicOff /> : <Mic />}
            </ToggleButton>
            <ToggleButton
              isOff={!isCameraOn}
              label={t(isCameraOn ? 'stopCamera' : 'startCamera')}
              keys="v"
              onClick={togglePicture}
            >
              {isCameraOn ? <Video /> : <VideoOff />}
            </ToggleButton>
          </div>
        </div>
        <LevelMeter stream={isMuted ? null : sound} />
        <PreJoinTroubles troubles={view.troubles} onRetry={preview.retry} />
      </section>
      <section className="flex min-w-0 flex-col gap-5">
        <div>
          <h1 className="text-2xl font-semibold break-words">{name}</h1>
          <WhoIsHere memberIds={[...seats]} isFull={isFull} />
        </div>
        <div className="flex items-center gap-2">
          <Button
            variant="primary"
            size="lg"
            className="grow md:grow-0 md:px-8"
            disabled={isFull || (seats.size === 0 && !mayStart)}
            onClick={() => onJoin({ isMuted, isCameraOn }, preview.take())}
          >
            {t(seats.size === 0 ? 'start' : 'join')}
          </Button>
          {back}
        </div>
        {seats.size === 0 && !mayStart ? (
          <Banner>
            <strong className="font-semibold">{t('waiting')}</strong>
            <p>{t('waitingText')}</p>
          </Banner>
        ) : null}
        <DeviceFields
          className="flex flex-col gap-1"
          choice={choice}
          onChoose={choose}
          changed={`${sound?.id ?? ''} ${picture?.id ?? ''}`}
        />
      </section>
    </div>
  );
}

function WhoIsHere({ memberIds, isFull }: { memberIds: readonly string[]; isFull: boolean }) {
  const t = useTranslations('meetings.join');
  const { nameOf } = useNaming();
  const { names, others } = someNames(memberIds.map(nameOf));
  return (
    <output className="text-soft mt-1.5 flex min-h-6 items-center gap-2">
      {memberIds.length === 0 ? (
        t('nobody')
      ) : (
        <>
          <MemberStack memberIds={memberIds} ring="ring-background" />
          {isFull ? t('full') : t('here', { names, others, count: memberIds.length })}
        </>
      )}
    </output>
  );
}
