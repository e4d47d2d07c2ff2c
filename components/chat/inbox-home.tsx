'use client';

import { Inbox } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { MainPane } from '../shell/main-pane';
import { TopBar } from '../shell/top-bar';
import { EmptyState } from '../ui/empty-state';
import { Kbd } from '../ui/kbd';

const keys = {
  down: () => <Kbd keys="j" />,
  up: () => <Kbd keys="k" />,
  open: () => <Kbd keys="enter" />,
  archive: () => <Kbd keys="e" />,
};

/** Beside the inbox while none of its conversations is open. */
export function InboxHome() {
  const t = useTranslations('inbox');
  return (
    <MainPane bar={<TopBar title={t('title')} />} scroll>
      <EmptyState icon={<Inbox />} title={t('home.title')}>
        {t.rich('home.text', keys)}
      </EmptyState>
    </MainPane>
  );
}
