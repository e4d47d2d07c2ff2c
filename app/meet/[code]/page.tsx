import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { cache } from 'react';

import { WorkspaceProvider } from '@/components/chat/chat-providers';
import { ChatScope } from '@/components/chat/chat-scope';
import { isZone } from '@/components/chat/times';
import { MeetEntry } from '@/components/meetings/meet-entry';
import { RingListener } from '@/components/meetings/ring-listener';
import { RealtimeProvider } from '@/components/realtime/realtime-provider';
import { FrameOverlays } from '@/components/shell/frame-overlays';
import { Toaster } from '@/components/ui/toaster';
import { TipLayer } from '@/components/ui/tooltip';
import { listConversations } from '@/lib/chat/queries';
import { runQuery } from '@/lib/core/action';
import { env } from '@/lib/core/env';
import { ClientText } from '@/lib/i18n/client-text';
import { getRoom } from '@/lib/meetings/rooms';
import { listMembers } from '@/lib/workspaces/queries';

import { orNotFound } from '../../w/[workspace]/or-not-found';
import { openWorkspace } from '../../w/open-workspace';

type PageProps = { params: Promise<{ code: string }> };

const openRoom = cache(async (code: string) => {
  const room = await orNotFound(runQuery(getRoom, { room_code: decodeURIComponent(code) }));
  const frame = await openWorkspace(room.workspaceId);
  if (!frame.features.includes('meetings')) notFound();
  return { room, frame };
});

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { room } = await openRoom((await params).code);
  const t = await getTranslations('meetings');
  return { title: room.name === '' ? t('meeting') : room.name };
}

/** A room: what is asked before joining, then the call. Who may not enter it learns nothing of it. */
export default async function MeetPage({ params }: PageProps) {
  const { room, frame } = await openRoom((await params).code);
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
    <ClientText namespaces={['chat', 'presence', 'meetings', 'ringing']}>
      <RealtimeProvider
        supabaseUrl={SUPABASE_PUBLIC_URL}
        publishableKey={SUPABASE_PUBLISHABLE_KEY}
        version={PARLEY_BUILD}
      >
        <ChatScope instance={PARLEY_INSTANCE} zone={isZone(zone) ? zone : 'UTC'}>
          <WorkspaceProvider frame={frame} members={members} conversations={conversations}>
            <MeetEntry room={room} />
            <RingListener />
            <FrameOverlays />
            <TipLayer />
            <Toaster />
          </WorkspaceProvider>
        </ChatScope>
      </RealtimeProvider>
    </ClientText>
  );
}
