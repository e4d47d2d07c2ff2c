'use client';

import { useTranslations } from 'next-intl';

/** Writes whole minutes as people say them: "34 minutes", "1 h 5 min". */
export function useMinutes(): (minutes: number) => string {
  const t = useTranslations('meetings.history');
  return (minutes) =>
    minutes < 60
      ? t('lasted', { minutes })
      : t('lastedHours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
