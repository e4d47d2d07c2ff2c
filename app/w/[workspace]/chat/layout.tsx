import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';

import { chatHref } from '@/components/chat/addresses';
import { ChatSidebar } from '@/components/chat/chat-sidebar';
import { Panes } from '@/components/shell/panes';

import { openWorkspace } from '../../open-workspace';

type LayoutProps = { params: Promise<{ workspace: string }>; children: ReactNode };

/** Chat: the list of conversations, and the one that is open. */
export default async function ChatLayout({ params, children }: LayoutProps) {
  const { workspace } = await params;
  const { slug, features } = await openWorkspace(workspace);
  if (!features.includes('chat')) notFound();
  return (
    <Panes home={chatHref(slug)} sidebar={<ChatSidebar />}>
      {children}
    </Panes>
  );
}
