import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';

import { MeetingsHome } from '@/components/meetings/meetings-home';
import { runQuery } from '@/lib/core/action';
import { ClientText } from '@/lib/i18n/client-text';
import { listCalls } from '@/lib/meetings/history';
import { listRooms } from '@/lib/meetings/rooms';

import { openWorkspace } from '../../open-workspace';
import { orNotFound } from '../or-not-found';

const PAGE_SIZE = 30;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('meetings.area');
  return { title: t('title') };
}

type PageProps = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Rooms, and the calls that were; `?conversation=<id>` shows those of one conversation. */
export default async function MeetingsPage({ params, searchParams }: PageProps) {
  const [{ workspace }, query] = await Promise.all([params, searchParams]);
  const frame = await openWorkspace(workspace);
  if (!frame.features.includes('meetings')) notFound();
  const conversation = query['conversation'];
  const conversationId = typeof conversation === 'string' && conversation !== '' ? conversation : undefined;
  const [{ rooms }, { calls }] = await Promise.all([
    orNotFound(runQuery(listRooms, {}, frame.id)),
    orNotFound(runQuery(listCalls, { conversationId, limit: PAGE_SIZE }, frame.id)),
  ]);
  return (
    <ClientText namespaces={['chat', 'presence', 'ringing', 'meetings']}>
      <MeetingsHome
        rooms={rooms}
        calls={calls}
        pageSize={PAGE_SIZE}
        conversationId={conversationId ?? null}
        now={new Date().toISOString()}
      />
    </ClientText>
  );
}
