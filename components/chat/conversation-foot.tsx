'use client';

import { Archive, Eye } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { ReactNode } from 'react';

import type { Conversation } from '@/lib/chat/schemas';

import { Button } from '../ui/button';

type FootProps = {
  conversation: Conversation;
  title: string;
  mayPost: boolean;
  mayChange: boolean;
  onJoin: () => Promise<void>;
  onRestore: () => Promise<void>;
  /** The composer. */
  children: ReactNode;
};

/** The composer, or what stands in its place where one cannot write: join, restore, or why not. */
export function ConversationFoot({
  conversation,
  title,
  mayPost,
  mayChange,
  onJoin,
  onRestore,
  children,
}: FootProps) {
  const t = useTranslations('chat.bar');
  if (conversation.isArchived) {
    return (
      <Bar icon={<Archive />} text={t('archived', { name: title })}>
        {mayChange ? <Step onClick={onRestore}>{t('restore')}</Step> : null}
      </Bar>
    );
  }
  if (!conversation.isMember) {
    return (
      <Bar icon={<Eye />} text={t('notJoined', { name: title })}>
        <Step onClick={onJoin}>{t('join')}</Step>
      </Bar>
    );
  }
  return mayPost ? children : <Bar icon={<Eye />} text={t('mayNotPost')} />;
}

function Bar({ icon, text, children }: { icon: ReactNode; text: string; children?: ReactNode }) {
  return (
    <div className="border-line bg-panel [&>.lucide]:text-soft mx-2.5 mb-2.5 flex min-h-14 shrink-0 flex-wrap items-center gap-x-2.5 gap-y-2 rounded-xl border px-3.5 py-2 md:mx-5 md:mb-4 [&>.lucide]:size-4">
      {icon}
      <p className="text-soft min-w-0 grow">{text}</p>
      {children}
    </div>
  );
}

function Step({ onClick, children }: { onClick: () => Promise<void>; children: ReactNode }) {
  const [isPending, setIsPending] = useState(false);
  const run = async () => {
    setIsPending(true);
    await onClick();
    setIsPending(false);
  };
  return (
    <Button variant="primary" pending={isPending} className="pointer-coarse:h-11" onClick={() => void run()}>
      {children}
    </Button>
  );
}
