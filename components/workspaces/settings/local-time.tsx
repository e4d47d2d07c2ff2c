'use client';

import { useLocale } from 'next-intl';
import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** A moment in the reader's own zone; in UTC until the browser takes over, which is when it is known. */
export function LocalTime({ iso }: { iso: string }) {
  const locale = useLocale();
  const isInBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const zone = isInBrowser ? {} : { timeZone: 'UTC' };
  const written = (style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { ...style, ...zone }).format(new Date(iso));
  return (
    <time
      dateTime={iso}
      title={written({ dateStyle: 'full', timeStyle: 'long' })}
      className="whitespace-nowrap"
    >
      {written({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })}
    </time>
  );
}
