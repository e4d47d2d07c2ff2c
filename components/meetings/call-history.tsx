'use client';

import { PhoneCall } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';

import type { CallSummary } from '@/lib/meetings/schemas';

import { meetingsHref } from '../chat/addresses';
import { callApi } from '../chat/api';
import { useConversations, useFrame } from '../chat/chat-providers';
import { conversationTitle } from '../chat/conversation-name';
import { useNaming } from '../chat/use-naming';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Select } from '../ui/select';
import { toast } from '../ui/toast';
import { CallRow } from './call-row';

const EVERYWHERE = 'everywhere';

type CallHistoryProps = {
  /** The newest, as the page was made with. */
  first: readonly CallSummary[];
  pageSize: number;
  conversationId: string | null;
  now: string;
};

/** The calls that were: who was there, when, how long, what came of it and how good the lines were. */
export function CallHistory({ first, pageSize, conversationId, now }: CallHistoryProps) {
  const t = useTranslations('meetings.history');
  const router = useRouter();
  const naming = useNaming();
  const { id: workspaceId, slug } = useFrame();
  const { conversations } = useConversations();
  const [older, setOlder] = useState<readonly CallSummary[]>([]);
  const [hasOlder, setHasOlder] = useState(first.length === pageSize);
  const [isPending, setPending] = useState(false);
  const calls = [...first, ...older.filter(({ id }) => !first.some((known) => known.id === id))];
  const loadOlder = async () => {
    setPending(true);
    const query = {
      limit: pageSize,
      before: calls.at(-1)?.startedAt,
      beforeId: calls.at(-1)?.id,
      conversationId: conversationId ?? undefined,
    };
    const answer = await callApi<{ calls: CallSummary[] }>('GET', '/calls', { workspaceId, query });
    setPending(false);
    if (!answer.ok) return toast.error(t('failed'));
    setOlder([...older, ...answer.value.calls]);
    setHasOlder(answer.value.calls.length === pageSize);
  };
  const show = (wanted: string) =>
    router.push(wanted === EVERYWHERE ? meetingsHref(slug) : `${meetingsHref(slug)}?conversation=${wanted}`);
  return (
    <section aria-labelledby="calls">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="calls" className="text-md font-semibold">
          {t('title')}
        </h2>
        <Select
          aria-label={t('filter')}
          className="w-64"
          value={conversationId ?? EVERYWHERE}
          onValueChange={show}
          options={[
            { value: EVERYWHERE, label: t('everywhere') },
            ...conversations.map((conversation) => ({
              value: conversation.id,
              label: conversationTitle(conversation, naming),
            })),
          ]}
        />
      </div>
      {calls.length === 0 ? (
        <div className="border-line rounded-2xl border">
          <EmptyState heading="h3" icon={<PhoneCall />} title={t('empty')}>
            {t(conversationId === null ? 'emptyText' : 'emptyHere')}
          </EmptyState>
        </div>
      ) : (
        <ul className="border-line divide-line-fine divide-y overflow-hidden rounded-2xl border">
          {calls.map((call) => (
            <CallRow key={call.id} call={call} now={now} />
          ))}
        </ul>
      )}
      {hasOlder ? (
        <Button className="mt-3" pending={isPending} onClick={() => void loadOlder()}>
          {t('older')}
        </Button>
      ) : null}
    </section>
  );
}
