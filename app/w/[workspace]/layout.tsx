import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';

import { WorkspaceProvider } from '@/components/chat/chat-providers';
import { ChatScope } from '@/components/chat/chat-scope';
import { isZone } from '@/components/chat/times';
import { WorkspaceShell } from '@/components/chat/workspace-shell';
import { RingListener } from '@/components/meetings/ring-listener';
import { RealtimeProvider } from '@/components/realtime/realtime-provider';
import { signOut } from '@/lib/accounts/actions';
import { listConversations } from '@/lib/chat/queries';
import { runQuery } from '@/lib/core/action';
import { env } from '@/lib/core/env';
import { ClientText } from '@/lib/i18n/client-text';
import { listMembers } from '@/lib/workspaces/queries';

import { openWorkspace } from '../open-workspace';
import { orNotFound } from './or-not-found';

type LayoutProps = { params: Promise<{ workspace: string }>; children: ReactNode };

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
  const { workspace } = await params;
  const { name } = await openWorkspace(workspace);
  return { title: { default: name, template: `%s · ${name}` } };
}

/** The frame around every page of a workspace, for its members only. */
export default async function WorkspaceLayout({ params, children }: LayoutProps) {
  const { workspace } = await params;
  const frame = await openWorkspace(workspace);
  const [{ members }, { conversations }, jar] = await Promise.all([
    orNotFound(runQuery(listMembers, {}, frame.id)),
    frame.features.includes('chat')
      ? orNotFound(runQuery(listConversations, {}, frame.id))
      : { conversations: [] },
    cookies(),
  ]);
  const { SUPABASE_PUBLIC_URL, SUPABASE_PUBLISHABLE_KEY, PARLEY_INSTANCE, PARLEY_BUILD = null } = env();
  const zone = jar.get('zone')?.value;
  return (
    <ClientText namespaces={['chat', 'presence', 'ringing']}>
      <RealtimeProvider
        supabaseUrl={SUPABASE_PUBLIC_URL}
        publishableKey={SUPABASE_PUBLISHABLE_KEY}
        version={PARLEY_BUILD}
      >
        <ChatScope instance={PARLEY_INSTANCE} zone={isZone(zone) ? zone : 'UTC'}>
          <WorkspaceProvider frame={frame} members={members} conversations={conversations}>
            <WorkspaceShell signOut={signOut} overlays={<RingListener />}>
              {children}
            </WorkspaceShell>
          </WorkspaceProvider>
        </ChatScope>
      </RealtimeProvider>
    </ClientText>
  );
}
