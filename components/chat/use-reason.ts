'use client';

import { useTranslations } from 'next-intl';

import { LATE, NEEDS_POST, type Intent } from '@/lib/chat/outbox';

/** Why something could not be sent, in words; empty for what waits. */
export function useReason(): (intent: Intent) => string {
  const t = useTranslations('chat.outbox');
  return ({ failure }) => {
    if (failure === null) return '';
    if (failure.code === LATE) return t('late');
    return failure.code === NEEDS_POST ? t('needsPost') : failure.message;
  };
}
