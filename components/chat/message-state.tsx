'use client';

import { useTranslations } from 'next-intl';

import type { TimelineItem } from '@/lib/chat/timeline';

import { Button } from '../ui/button';
import { useMessageTools } from './message-actions';

/** How sending goes: nothing to see when it went, the reason and two ways on when it did not. */
export function MessageState({ item }: { item: TimelineItem }) {
  const t = useTranslations('chat.message');
  const { actions } = useMessageTools();
  if (item.state === 'sending') return <output className="sr-only">{t('sending')}</output>;
  if (item.state === 'sent') return null;
  return (
    <div role="alert" className="text-red-ink flex flex-wrap items-center gap-x-3 text-sm">
      {t('failed', { reason: item.failure ?? '' })}
      <Button variant="link" size="sm" onClick={() => actions.retry(item.id)}>
        {t('retry')}
      </Button>
      <Button variant="link" size="sm" onClick={() => actions.discard(item.id)}>
        {t('discard')}
      </Button>
    </div>
  );
}
