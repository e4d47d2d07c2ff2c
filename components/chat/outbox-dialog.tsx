'use client';

import { useTranslations } from 'next-intl';

import type { Intent } from '@/lib/chat/outbox';

import { useStore } from '../realtime/store';
import { Button } from '../ui/button';
import { Dialog, DialogClose } from '../ui/dialog';
import { useConversations, useMembers, useWorkspace } from './chat-providers';
import { conversationTitle } from './conversation-name';
import { emojiOf, wordsOf } from './intents';
import { decodeMentions } from './mentions';
import { countable } from './outbox';
import { useNaming } from './use-naming';
import { useReason } from './use-reason';

/** All that waits to be sent and all that could not be, by conversation. */
export function OutboxDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('chat.outbox');
  const { outbox } = useWorkspace();
  const naming = useNaming();
  const { conversations } = useConversations();
  const shown = countable(useStore(outbox.intents));
  const titleOf = (id: string) => {
    const known = conversations.find((conversation) => conversation.id === id);
    return known ? conversationTitle(known, naming) : t('elsewhere');
  };
  const forAll = (act: (id: string) => void) => () => {
    for (const { id } of shown) act(id);
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t('title')}
      description={t('description')}
      footer={
        shown.length === 0 ? (
          <DialogClose>
            <Button>{t('close')}</Button>
          </DialogClose>
        ) : (
          <>
            <Button onClick={forAll((id) => outbox.discard(id))}>{t('discardAll')}</Button>
            <Button variant="primary" onClick={forAll((id) => outbox.retry(id))}>
              {t('retryAll')}
            </Button>
          </>
        )
      }
    >
      {shown.length === 0 ? <p className="text-soft">{t('empty')}</p> : null}
      {[...Map.groupBy(shown, ({ conversationId }) => conversationId)].map(([id, intents]) => (
        <section key={id} aria-label={titleOf(id)} className="mb-4">
          <h3 className="mb-1 font-semibold">{titleOf(id)}</h3>
          <ul className="border-line-fine divide-line-fine divide-y border-y">
            {intents.map((intent) => (
              <Entry key={intent.id} intent={intent} />
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}

function Entry({ intent }: { intent: Intent }) {
  const t = useTranslations('chat.outbox');
  const members = useMembers();
  const reasonOf = useReason();
  const { outbox } = useWorkspace();
  const { id, kind, failure } = intent;
  const words = decodeMentions(wordsOf(intent), (memberId) => members.get(memberId)?.name).text;
  return (
    <li className="flex items-start gap-2 py-2">
      <div className="min-w-0 grow">
        <p className="line-clamp-2 break-words">
          {t(`what.${kind}`, { words, emoji: kind === 'react' ? emojiOf(intent) : '' })}
        </p>
        <p className={failure ? 'text-red-ink text-sm' : 'text-soft text-sm'}>
          {failure ? reasonOf(intent) : t('waiting')}
        </p>
      </div>
      <Button size="sm" onClick={() => outbox.retry(id)}>
        {t(failure ? 'retry' : 'now')}
      </Button>
      <Button size="sm" onClick={() => outbox.discard(id)}>
        {t('discard')}
      </Button>
    </li>
  );
}
