'use client';

import { useTranslations } from 'next-intl';
import { startTransition, useOptimistic } from 'react';

import { shareReading } from '@/lib/workspaces/actions';

import { Switch } from '../../ui/switch';
import { toast } from '../../ui/toast';

/** Whether others see how far one has read; who does not share does not see. Takes effect at once. */
export function ReadingSwitch({ sharesReading }: { sharesReading: boolean }) {
  const t = useTranslations('settings.reading');
  const [shown, show] = useOptimistic(sharesReading);
  const change = (next: boolean) =>
    startTransition(async () => {
      show(next);
      const result = await shareReading(next).catch(() => null);
      if (!result?.ok) toast.error(result?.error.message ?? t('unreachable'));
    });
  return (
    <Switch
      label={t('label')}
      hint={t('hint')}
      checked={shown}
      onChange={(event) => change(event.currentTarget.checked)}
    />
  );
}
