import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';

import { ChatDialogLayer } from '@/components/chat/chat-dialog-layer';
import { WorkspaceProvider } from '@/components/chat/chat-providers';
import { ChatScope } from '@/components/chat/chat-scope';
import { isZone } from '@/components/chat/times';
import { meetHref } from '@/components/meetings/addresses';
import { MeetEntry } from '@/components/meetings/meet-entry';
import { RingListener } from '@/components/meetings/ring-listener';
import { RealtimeProvider } from '@/components/realtime/realtime-provider';
import { FrameOverlays } from '@/components/shell/frame-overlays';
import { Toaster } from '@/components/ui/toaster';
import { TipLayer } from '@/components/ui/tooltip';
import { listConversations } from '@/lib/chat/queries';
import { runQuery } from '@/lib/core/action';
import { env } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { ClientText } from '@/lib/i18n/client-text';
import { getRoom } from '@/lib/meetings/rooms';
import type { Room } from '@/lib/meetings/schemas';
import { listMembers } from '@/lib/workspaces/queries';

import { orNotFound } from '../../w/[workspace]/or-not-found';
import { openWorkspace } from '../../w/open-workspace';
import { CodePage } from '../code-page';

type PageProps = { params: Promise<{ code: string }> };

/** The room of a code and its workspace; null for who tried too many codes. */
const openRoom = cache(async (code: string) => {
  const room = await orNotFound(roomOf(decodeURIComponent(code)));
  if (room === null) return null;
  const frame = await openWorkspace(room.workspaceId);
  if (!frame.features.includes('meetings')) notFound();
  return { room, frame };
});

async function roomOf(code: string): Promise<Room | null> {
  try {
    return await runQuery(getRoom, { room_code: code });
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'rate_limited') return null;
    throw thrown;
  }
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const opened = await openRoom((await params).code);
  const t = await getTranslations('meetings');
  if (opened === null) return { title: t('area.tooMany') };
  return { title: opened.room.name === '' ? t('meeting') : opened.room.name };
}

/** A room: what is asked before joining, then the call. Who may not enter it learns nothing of it. */
export default async function MeetPage({ params }: PageProps) {
  const { code } = await params;
  const opened = await openRoom(code);
  if (opened === null) {
    const t = await getTranslations('meetings.area');
    return <CodePage title={t('tooMany')} description={t('tooManyText')} asks={false} />;
  }
  const { room, frame } = opened;
  // What was typed without hyphens or in capitals: the address that people copy is the room's own.
  if (code !== room.code) redirect(meetHref(room.code));
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
            <ChatDialogLayer />
            <TipLayer />
            <Toaster />
          </WorkspaceProvider>
        </ChatScope>
      </RealtimeProvider>
    </ClientText>
  );
}
