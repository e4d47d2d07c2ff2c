'use client';

import { CheckCheck } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';

import type { Conversation } from '@/lib/chat/schemas';
import type { TimelineItem } from '@/lib/chat/timeline';

import { callApi } from './api';
import { isReceiptMoved } from './chat-events';
import { useWorkspace } from './chat-providers';
import { seenBy } from './seen-by';
import { useNaming } from './use-naming';

/** Something quiet below a message. */
export type Footnote = { messageId: string; content: ReactNode };

type ReceiptsProps = {
  conversation: Conversation;
  items: readonly TimelineItem[];
  onFootnote: (footnote: Footnote | null) => void;
};

type Answer = { receipts: readonly { memberId: string; lastReadSeq: number }[] };

/** Names that fit into a quiet line. */
const MAX_NAMES = 3;

/** Draws nothing itself: says below which message of one's own who has read it, live, in small private conversations. */
export function Receipts({ conversation, items, onFootnote }: ReceiptsProps) {
  const { me } = useNaming();
  const reached = useReached(conversation.id, conversation.topicName);
  const isDirect = conversation.kind === 'direct' && conversation.memberIds.length <= 2;
  const seen = useMemo(
    () => seenBy(items, reached, { memberId: me, isDirect }),
    [items, reached, me, isDirect],
  );
  const messageId = seen?.messageId;
  const readers = seen?.memberIds.join(' ');
  useEffect(() => {
    if (messageId === undefined || readers === undefined) return undefined;
    const memberIds = readers.split(' ');
    onFootnote({ messageId, content: <SeenLine memberIds={memberIds} isDirect={isDirect} /> });
    return () => onFootnote(null);
  }, [messageId, readers, isDirect, onFootnote]);
  return null;
}

/** How far the others have read, by member. */
function useReached(conversationId: string, topicName: string): ReadonlyMap<string, number> {
  const workspace = useWorkspace();
  const [reached, setReached] = useState<ReadonlyMap<string, number>>(new Map());
  useEffect(() => {
    const controller = new AbortController();
    const ask = async () => {
      const answer = await callApi<Answer>('GET', `/team-chat/channels/${conversationId}/receipts`, {
        workspaceId: workspace.id,
        signal: controller.signal,
      });
      if (!answer.ok || controller.signal.aborted) return;
      setReached(new Map(answer.value.receipts.map(({ memberId, lastReadSeq }) => [memberId, lastReadSeq])));
    };
    void ask();
    const leave = workspace.hub.join(topicName, {
      onEvent: (event, payload) => {
        if (event !== 'receipt.moved' || !isReceiptMoved(payload)) return;
        const { memberId, lastReadSeq } = payload;
        setReached((before) =>
          new Map(before).set(memberId, Math.max(lastReadSeq, before.get(memberId) ?? 0)),
        );
      },
      onSubscribed: () => void ask(),
    });
    return () => {
      controller.abort();
      leave();
    };
  }, [workspace, conversationId, topicName]);
  return reached;
}

function SeenLine({ memberIds, isDirect }: { memberIds: readonly string[]; isDirect: boolean }) {
  const t = useTranslations('chat.seen');
  const language = useLocale();
  const { nameOf } = useNaming();
  const names = memberIds.map(nameOf).toSorted(new Intl.Collator(language).compare);
  const list = (words: readonly string[]) => new Intl.ListFormat(language).format(words);
  const rest = names.length - MAX_NAMES;
  const some = rest > 0 ? [...names.slice(0, MAX_NAMES), t('others', { count: rest })] : names;
  return (
    <p
      title={isDirect ? undefined : list(names)}
      className="text-soft flex items-center gap-1 pl-[60px] text-xs md:pl-[68px]"
    >
      <CheckCheck className="size-3.5" />
      {isDirect ? t('direct') : t('by', { names: list(some) })}
    </p>
  );
}
