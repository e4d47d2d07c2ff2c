'use client';

import { Hash, Plus, Search } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

import type { Conversation } from '@/lib/chat/schemas';

import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Input } from '../ui/input';
import { Skeleton } from '../ui/skeleton';
import { toast } from '../ui/toast';
import { conversationHref } from './addresses';
import { callApi } from './api';
import { setChatDialog } from './chat-dialogs';
import { useConversations, useFrame } from './chat-providers';
import { focusNow } from './focus-now';

type Found = { channels: readonly Conversation[] } | { fault: string } | null;

/** The public channels, to find, read or join. */
export function BrowseChannelsDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('chat.browse');
  const text = useTranslations('chat');
  const router = useRouter();
  const { id: workspaceId, slug, me } = useFrame();
  const { refresh } = useConversations();
  const [search, setSearch] = useState('');
  const [found, setFound] = useState<Found>(null);
  const byName = new Intl.Collator(useLocale(), { numeric: true }).compare;

  useEffect(() => {
    const controller = new AbortController();
    const load = async () => {
      const answer = await callApi<{ channels: Conversation[] }>('GET', '/team-chat/channels', {
        workspaceId,
        signal: controller.signal,
      });
      if (controller.signal.aborted) return;
      setFound(answer.ok ? answer.value : { fault: answer.error.message });
    };
    void load();
    return () => controller.abort();
  }, [workspaceId]);

  const open = (channel: Conversation) => {
    onClose();
    router.push(conversationHref(slug, channel.id));
  };
  const join = async (channel: Conversation) => {
    const answer = await callApi('POST', `/team-chat/channels/${channel.id}/members`, {
      workspaceId,
      body: { memberIds: [me.id] },
    });
    if (!answer.ok) {
      toast.error(text('failure', { reason: answer.error.message }));
      return;
    }
    await refresh();
    open(channel);
  };

  const wanted = search.trim().toLowerCase().replace(/^#/, '');
  const channels =
    found !== null && 'channels' in found
      ? found.channels
          .filter(({ name, topic }) => `${name} ${topic}`.toLowerCase().includes(wanted))
          .toSorted(
            (a, b) => Number(a.isArchived) - Number(b.isArchived) || byName(a.name ?? '', b.name ?? ''),
          )
      : [];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title')}
      size="lg"
      footer={
        me.permissions.includes('channels.create') ? (
          <Button onClick={() => setChatDialog({ kind: 'create-channel' })}>
            <Plus />
            {text('sidebar.create')}
          </Button>
        ) : undefined
      }
    >
      <div className="relative">
        <Search className="text-soft pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2" />
        <Input
          ref={focusNow}
          aria-label={t('search')}
          placeholder={t('search')}
          className="pl-8"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      <ul className="mt-2 h-80 overflow-y-auto">
        {found === null ? [1, 2, 3].map((row) => <Skeleton key={row} className="my-2 h-10" />) : null}
        {channels.map((channel) => (
          <li
            key={channel.id}
            className="border-line-fine flex min-h-12 items-center gap-3 border-b px-1 py-1.5"
          >
            <Hash className="text-soft size-4 shrink-0" />
            <div className="min-w-0 grow">
              <div className="flex items-center gap-2">
                <span className="truncate font-medium">{channel.name}</span>
                {channel.isArchived ? <Badge>{t('archived')}</Badge> : null}
                {channel.isMember ? <Badge tone="accent">{t('joined')}</Badge> : null}
              </div>
              <div className="text-soft truncate text-sm">{channel.topic}</div>
            </div>
            <Button
              className="pointer-coarse:h-11"
              aria-label={t('openNamed', { name: channel.name ?? '' })}
              onClick={() => open(channel)}
            >
              {t('open')}
            </Button>
            {channel.isMember || channel.isArchived ? null : (
              <Button
                variant="primary"
                className="pointer-coarse:h-11"
                aria-label={t('joinNamed', { name: channel.name ?? '' })}
                onClick={() => void join(channel)}
              >
                {t('join')}
              </Button>
            )}
          </li>
        ))}
        {found !== null && channels.length === 0 ? (
          <li className="text-soft px-1 py-4">
            {'fault' in found ? t('failed', { reason: found.fault }) : t(wanted === '' ? 'none' : 'empty')}
          </li>
        ) : null}
      </ul>
    </Dialog>
  );
}
