import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';

import { inboxHref } from '@/components/chat/addresses';
import { InboxList } from '@/components/chat/inbox-list';
import { Panes } from '@/components/shell/panes';
import { ClientText } from '@/lib/i18n/client-text';

import { openWorkspace } from '../../open-workspace';

type LayoutProps = { params: Promise<{ workspace: string }>; children: ReactNode };

/** The inbox: every conversation by what was said last, and the one that is open. */
export default async function InboxLayout({ params, children }: LayoutProps) {
  const { workspace } = await params;
  const { slug, features } = await openWorkspace(workspace);
  if (!features.includes('chat')) notFound();
  return (
    <ClientText namespaces={['chat', 'presence', 'ringing', 'inbox']}>
      <Panes home={inboxHref(slug)} sidebar={<InboxList />}>
        {children}
      </Panes>
    </ClientText>
  );
}
