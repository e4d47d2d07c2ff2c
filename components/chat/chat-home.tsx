'use client';

import { Compass, MessagesSquare, SquarePen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';

import { MainPane } from '../shell/main-pane';
import { TopBar } from '../shell/top-bar';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Kbd } from '../ui/kbd';
import { conversationHref } from './addresses';
import { setChatDialog } from './chat-dialogs';
import { useConversations, useFrame } from './chat-providers';
import { ChecklistCard } from './checklist-card';

function paletteKeys() {
  return <Kbd keys="mod+k" />;
}

/** Beside the list of conversations when none is open. */
export function ChatHome() {
  const t = useTranslations('chat.home');
  const router = useRouter();
  const { me, slug } = useFrame();
  const { conversations } = useConversations();
  const isEmpty = conversations.length === 0;
  const first = conversations.find(({ name }) => name === 'general') ?? conversations[0];
  const toFirst = first === undefined ? undefined : () => router.push(conversationHref(slug, first.id));
  return (
    <MainPane bar={<TopBar title={t('title')} />} scroll>
      <div className="m-auto flex flex-col items-center gap-2 px-5 py-6">
        <EmptyState
          icon={<MessagesSquare />}
          title={t(isEmpty ? 'emptyTitle' : 'pickTitle')}
          className="m-0"
          action={
            <>
              <Button onClick={() => setChatDialog({ kind: 'browse' })}>
                <Compass />
                {t('browse')}
              </Button>
              {me.permissions.includes('conversations.direct') ? (
                <Button onClick={() => setChatDialog({ kind: 'direct' })}>
                  <SquarePen />
                  {t('direct')}
                </Button>
              ) : null}
            </>
          }
        >
          {isEmpty ? t('emptyText') : t.rich('pickText', { keys: paletteKeys })}
        </EmptyState>
        <ChecklistCard {...(toFirst === undefined ? {} : { onHello: toFirst })} />
      </div>
    </MainPane>
  );
}
