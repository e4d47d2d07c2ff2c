'use client';

import { CircleAlert, Send } from 'lucide-react';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState } from 'react';

import { useStore } from '../realtime/store';
import { useWorkspace } from './chat-providers';
import { countable } from './outbox';

const OutboxDialog = dynamic(async () => (await import('./outbox-dialog')).OutboxDialog, { ssr: false });

/** Says quietly how much waits to be sent, or could not be, and opens the list of it. Waits a second, so that what just goes shows nothing. */
export function OutboxLine() {
  const t = useTranslations('chat.outbox');
  const intents = useStore(useWorkspace().outbox.intents);
  const [isOpen, setIsOpen] = useState(false);
  const all = countable(intents);
  const failed = all.filter(({ failure }) => failure !== null).length;
  const waiting = all.length - failed;
  const dialog = isOpen ? <OutboxDialog onClose={() => setIsOpen(false)} /> : null;
  if (all.length === 0) return dialog;
  return (
    <>
      <button
        type="button"
        onClick={() => setIsOpen(true)}
        className="appear-late bg-rail text-rail-ink shadow-float pointer-events-auto flex items-center gap-2 rounded-xl px-3 py-1.5 text-sm hover:underline pointer-coarse:min-h-11"
      >
        {failed > 0 ? <CircleAlert className="size-4 shrink-0" /> : <Send className="size-4 shrink-0" />}
        {failed > 0 ? t('failedCount', { count: failed }) : null}
        {failed > 0 && waiting > 0 ? ' · ' : null}
        {waiting > 0 ? t('waitingCount', { count: waiting }) : null}
      </button>
      {dialog}
    </>
  );
}
