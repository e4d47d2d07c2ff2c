'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';

import { serverNow } from '../realtime/server-clock';
import { Separator } from '../ui/separator';
import { useZone } from './chat-scope';
import { dayName } from './times';

/** The line above the first message of a day. */
export function DayLine({ iso }: { iso: string }) {
  const t = useTranslations('chat.list');
  const [now] = useState(serverNow);
  const name = dayName(iso, now, useZone(), useLocale());
  return (
    <Separator className="px-3 pt-4 pb-1 md:px-5">
      <span suppressHydrationWarning>{name.kind === 'date' ? name.text : t(name.kind)}</span>
    </Separator>
  );
}
