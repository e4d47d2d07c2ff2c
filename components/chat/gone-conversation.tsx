'use client';

import { EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';

import { MainPane } from '../shell/main-pane';
import { TopBar } from '../shell/top-bar';
import { buttonClass } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { useListHref } from './use-list-href';

/** In the place of a conversation that the reader was just taken out of: nothing of it stays on the screen. */
export function GoneConversation() {
  const t = useTranslations('chat');
  const home = useListHref();
  return (
    <MainPane bar={<TopBar title={t('title')} back={home} />} scroll>
      <EmptyState
        icon={<EyeOff />}
        title={t('gone.title')}
        action={
          <Link href={home} className={buttonClass()}>
            {t('gone.home')}
          </Link>
        }
      >
        {t('gone.text')}
      </EmptyState>
    </MainPane>
  );
}
