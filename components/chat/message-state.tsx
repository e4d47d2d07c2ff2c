'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';

import { NEEDS_POST } from '@/lib/chat/outbox';
import type { TimelineItem } from '@/lib/chat/timeline';

import { useStore } from '../realtime/store';
import { Button } from '../ui/button';
import { useWorkspace } from './chat-providers';
import { useReason } from './use-reason';

/** How sending goes: nothing to see when it went, the reason and two ways on when it did not. */
export function MessageState({ item }: { item: TimelineItem }) {
  const t = useTranslations('chat');
  const reasonOf = useReason();
  const { outbox } = useWorkspace();
  const intents = useStore(outbox.intents);
  const failed = useMemo(
    () =>
      intents.filter(
        ({ messageId, failure }) => messageId === item.id && failure !== null && failure.code !== NEEDS_POST,
      ),
    [intents, item.id],
  );
  if (item.state === 'sending') return <output className="sr-only">{t('message.sending')}</output>;
  return failed.map((intent) => (
    <div
      key={intent.id}
      role="alert"
      className="text-red-ink flex flex-wrap items-center gap-x-3 text-sm not-italic"
    >
      {t(`outbox.failed.${intent.kind}`)} {reasonOf(intent)}
      <Button variant="link" size="sm" onClick={() => outbox.retry(intent.id)}>
        {t('message.retry')}
      </Button>
      <Button variant="link" size="sm" onClick={() => outbox.discard(intent.id)}>
        {t('message.discard')}
      </Button>
    </div>
  ));
}
