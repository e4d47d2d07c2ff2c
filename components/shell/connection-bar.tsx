'use client';

import { CloudOff, RefreshCw, Sparkles } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { cn } from '../ui/cn';

export type ConnectionState = 'online' | 'reconnecting' | 'offline' | 'outdated';

const ICONS = { offline: CloudOff, reconnecting: RefreshCw, outdated: Sparkles };

/**
 * Says quietly that live updates are away and what still works, or offers to reload into a new version; leaves by itself.
 * It floats over the top and waits a second, so that a hiccup shows nothing.
 */
export function ConnectionBar({ state }: { state: ConnectionState }) {
  return (
    <output className="pointer-events-none absolute inset-x-0 top-2 z-30 flex justify-center px-3">
      {state === 'online' ? null : <Bar state={state} />}
    </output>
  );
}

function Bar({ state }: { state: keyof typeof ICONS }) {
  const t = useTranslations('shell.connection');
  const Icon = ICONS[state];
  return (
    <div className="appear-late bg-rail text-rail-ink shadow-float flex items-center gap-2 rounded-xl px-3 py-1.5 text-sm">
      <Icon className={cn('size-4 shrink-0', state === 'reconnecting' && 'animate-spin')} />
      {t(state)}
      {state === 'outdated' ? (
        <button
          type="button"
          className="pointer-events-auto rounded-xs font-semibold underline underline-offset-3"
          onClick={() => window.location.reload()}
        >
          {t('reload')}
        </button>
      ) : null}
    </div>
  );
}
