'use client';

import { CloudOff, MicOff, MonitorUp, VideoOff, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Button } from '../ui/button';
import { IconButton } from '../ui/icon-button';
import { Spinner } from '../ui/spinner';
import type { CallControls, CallView } from './call-types';

type StageNoticesProps = {
  view: CallView;
  controls: CallControls;
  /** Our server cannot be reached; what people hear of each other may go on. */
  isAway: boolean;
};

/** What one should know of oneself in a call; it floats over the stage and moves nothing. */
export function StageNotices({ view, controls, isAway }: StageNoticesProps) {
  const t = useTranslations('meetings.stage');
  const { deviceTrouble } = view;
  return (
    <output className="pointer-events-none absolute inset-x-3 top-3 z-10 flex flex-col items-center gap-2 text-sm">
      {view.phase.name === 'joining' ? (
        <div className="appear-late">
          <Notice icon={<Spinner />}>{t('joining')}</Notice>
        </div>
      ) : null}
      {isAway ? <Notice icon={<CloudOff />}>{t('unreachable')}</Notice> : null}
      {view.isSharing ? (
        <Notice
          icon={<MonitorUp />}
          action={
            <Button size="sm" onClick={controls.stopSharing}>
              {t('stopSharing')}
            </Button>
          }
        >
          {t('sharing')}
        </Notice>
      ) : null}
      {view.isLineNarrow ? <Notice icon={<VideoOff />}>{t('narrow')}</Notice> : null}
      {deviceTrouble === null ? null : (
        <Notice
          icon={<MicOff />}
          action={
            <IconButton size="sm" label={t('dismiss')} onClick={controls.forgetTroubles}>
              <X />
            </IconButton>
          }
        >
          {t(`devices.${deviceTrouble}`)}
        </Notice>
      )}
    </output>
  );
}

type NoticeProps = { icon: ReactNode; children: ReactNode; action?: ReactNode };

function Notice({ icon, children, action }: NoticeProps) {
  return (
    <div className="bg-raised/95 shadow-float pointer-events-auto flex min-h-10 max-w-full items-center gap-2.5 rounded-xl py-1.5 pr-2 pl-3 [&>.lucide]:size-4 [&>.lucide]:shrink-0">
      {icon}
      <span className="pr-1">{children}</span>
      {action}
    </div>
  );
}
