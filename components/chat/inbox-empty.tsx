'use client';

import { Archive, AtSign, CheckCheck, Inbox } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Kbd } from '../ui/kbd';
import { setChatDialog } from './chat-dialogs';
import { useFrame } from './chat-providers';
import type { InboxFilter } from './inbox-order';

const icons: Record<InboxFilter, ReactNode> = {
  all: <Inbox />,
  unread: <CheckCheck />,
  mentions: <AtSign />,
  archived: <Archive />,
};

function archiveKeys() {
  return <Kbd keys="e" />;
}

/** What the inbox says where a filter lets nothing through. */
export function InboxEmpty({ filter, onShowAll }: { filter: InboxFilter; onShowAll: () => void }) {
  const t = useTranslations('inbox.empty');
  const mayWrite = useFrame().me.permissions.includes('conversations.direct');
  return (
    <EmptyState
      icon={icons[filter]}
      title={t(filter)}
      action={
        filter === 'all' ? (
          <>
            <Button onClick={() => setChatDialog({ kind: 'browse' })}>{t('browse')}</Button>
            {mayWrite ? (
              <Button onClick={() => setChatDialog({ kind: 'direct' })}>{t('write')}</Button>
            ) : null}
          </>
        ) : (
          <Button onClick={onShowAll}>{t('showAll')}</Button>
        )
      }
    >
      {filter === 'archived' ? t.rich('archivedText', { keys: archiveKeys }) : t(`${filter}Text`)}
    </EmptyState>
  );
}
