'use client';

import { useLocale, useTranslations } from 'next-intl';

import type { Presence } from '@/lib/presence/schemas';

import { shortMoment } from './moments';
import { useStatus } from './presence-provider';

type StatusLine = {
  state: Presence['state'];
  /** "Away · last seen 14:02". */
  presence: string;
  /** "🏖️ Vacation until Mon"; empty without a custom status. */
  status: string;
  /** The custom status where there is little room: "🏖️ until Mon". */
  short: string;
};

const join = (...words: string[]) => words.filter((word) => word !== '').join(' ');

/** How somebody is, in words, in the reader's language and zone; null for nobody. Watches them. */
export function useStatusLine(memberId: string | null): StatusLine {
  const t = useTranslations('presence');
  const language = useLocale();
  const { state, lastSeenAt, emoji, text, until } = useStatus(memberId);
  const moment = (iso: string) => shortMoment(iso, language);
  const end = until === null || emoji === '' ? '' : t('until', { time: moment(until) });
  const isThere = state !== 'offline' && state !== 'away';
  return {
    state,
    presence:
      isThere || lastSeenAt === null ? t(state) : t('seen', { state: t(state), time: moment(lastSeenAt) }),
    status: join(emoji, text, end),
    short: join(emoji, end === '' ? text : end),
  };
}
