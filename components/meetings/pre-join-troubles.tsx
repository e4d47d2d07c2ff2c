'use client';

import { useTranslations } from 'next-intl';

import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import type { LocalTroubles } from './local-media';
import { troublesToTell } from './troubles-to-tell';

type PreJoinTroublesProps = { troubles: LocalTroubles; onRetry: () => void };

/** What of microphone and camera cannot be had, each in words, and the way to try again. */
export function PreJoinTroubles({ troubles, onRetry }: PreJoinTroublesProps) {
  const t = useTranslations('meetings.join');
  // Pages that came over plain http from another machine have no devices at all.
  if (!('mediaDevices' in navigator)) {
    return (
      <output>
        <Banner tone="amber">{t('insecure')}</Banner>
      </output>
    );
  }
  const told = troublesToTell(troubles);
  return (
    <output className="flex flex-col gap-2">
      {told.map(({ trouble, what }, at) => (
        <Banner
          key={what}
          tone="amber"
          action={
            at > 0 || trouble === 'silenced' ? undefined : (
              <Button size="sm" onClick={onRetry}>
                {t('again')}
              </Button>
            )
          }
        >
          {t(trouble, { what })}
        </Banner>
      ))}
    </output>
  );
}
