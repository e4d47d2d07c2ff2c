'use client';

import { CircleAlert, Send } from 'lucide-react';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState } from 'react';

import { useStore } from '../realtime/store';
import { cn } from '../ui/cn';
import { patiently } from '../ui/patiently';
import { useWorkspace } from './chat-providers';
import { countable } from './outbox';

const OutboxDialog = dynamic(
  patiently(async () => (await import('./outbox-dialog')).OutboxDialog),
  { ssr: false },
);

/** What failed stays until somebody decides, so it has a place of its own and covers nothing. */
const FOOT = 'border-line bg-panel text-red-ink w-full shrink-0 border-t';
/** What waits goes by itself, so it floats, below the connection bar, and moves nothing. */
const FLOAT = 'bg-rail text-rail-ink shadow-float absolute inset-x-0 top-12 z-30 mx-auto w-fit rounded-xl';

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
        className={cn(
          'appear-late flex items-center justify-center gap-2 px-3 py-1.5 text-sm hover:underline pointer-coarse:min-h-11',
          failed > 0 ? FOOT : FLOAT,
        )}
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
