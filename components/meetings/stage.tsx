'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';

import type { Room } from '@/lib/meetings/schemas';

import { useConnection } from '../realtime/realtime-provider';
import { CallControlsBar } from './call-controls-bar';
import type { CallControls, CallView } from './call-types';
import { CallingCard } from './calling-card';
import { deviceChoice, keepDeviceChoice } from './device-choice';
import { DeviceDialog } from './device-dialog';
import { WorstLink } from './link-figures';
import { PeopleSide } from './people-side';
import { SoundOut } from './sound-out';
import { StageLine } from './stage-line';
import { StageNotices } from './stage-notices';
import { nextSpeaker, planStage, type StageLayout } from './stage-plan';
import { StageTiles } from './stage-tiles';
import { usePushToTalk } from './use-push-to-talk';

type StageProps = {
  room: Room;
  name: string;
  view: CallView;
  controls: CallControls;
  back: string;
};

/** A call while one is in it: people and screens, and what one can do. */
export function Stage({ room, name, view, controls, back }: StageProps) {
  const t = useTranslations('meetings.tile');
  const [layout, setLayout] = useState<StageLayout>('grid');
  const [pinned, setPinned] = useState<string | null>(null);
  const [showsPeople, setShowsPeople] = useState(false);
  const [choosesDevices, setChoosesDevices] = useState(false);
  const [choice, setChoice] = useState(deviceChoice);
  const [lastSpeaker, setLastSpeaker] = useState<string | null>(null);
  const speaker = nextSpeaker(lastSpeaker, view.tiles);
  // Set while rendering, as React advises for state that follows from what was before.
  if (speaker !== lastSpeaker) setLastSpeaker(speaker);
  const connection = useConnection();
  const talk = usePushToTalk(view, controls);
  const plan = planStage(view.tiles, { layout, pinned, speaker });
  const isJoining = view.phase.name === 'joining';
  const isAlone = view.tiles.every(({ isSelf }) => isSelf);
  const chooseLayout = (next: StageLayout) => {
    setLayout(next);
    setPinned(null);
  };
  const choose = (next: Parameters<typeof keepDeviceChoice>[0]) => {
    setChoice(keepDeviceChoice(next));
    void controls.chooseDevices(next);
  };
  return (
    <>
      <StageLine
        room={room}
        name={name}
        startedAt={view.call?.startedAt ?? null}
        layout={layout}
        onLayout={isAlone ? null : chooseLayout}
      />
      <div className="relative flex min-h-0 grow gap-2.5 px-2 md:px-3.5">
        <section aria-label={t('tiles')} className="relative flex min-h-0 min-w-0 grow flex-col">
          <StageTiles plan={plan} pinned={pinned} onPin={setPinned} />
          {isAlone && !isJoining ? (
            <CallingCard room={room} call={view.call} onLeave={() => void controls.leave()} />
          ) : null}
          <StageNotices
            view={view}
            controls={controls}
            isAway={connection === 'lost' || view.phase.name === 'reconnecting'}
          />
        </section>
        {showsPeople ? <PeopleSide room={room} view={view} onClose={() => setShowsPeople(false)} /> : null}
      </div>
      <footer className="flex shrink-0 items-center px-2 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] md:h-[76px] md:px-4 md:py-0">
        <div className="hidden w-48 shrink-0 md:block">
          <WorstLink view={view} />
        </div>
        <CallControlsBar
          room={room}
          view={view}
          controls={controls}
          isTalking={talk.isTalking}
          showsPeople={showsPeople}
          onPeople={() => setShowsPeople(!showsPeople)}
          onDevices={() => setChoosesDevices(true)}
          layout={layout}
          onLayout={isAlone ? null : chooseLayout}
          back={back}
        />
        <div className="hidden w-48 shrink-0 md:block" />
      </footer>
      <SoundOut tiles={view.tiles} speaker={choice.audioOutput} />
      {choosesDevices ? (
        <DeviceDialog choice={choice} onChoose={choose} onClose={() => setChoosesDevices(false)} />
      ) : null}
    </>
  );
}
