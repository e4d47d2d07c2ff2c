'use client';

import { CloudOff, RefreshCw } from 'lucide-react';
import { useTranslations } from 'next-intl';

export type ConnectionState = 'online' | 'reconnecting' | 'offline';

/**
 * Says quietly that live updates are away and what still works; leaves by itself. It floats over the top and waits a
 * second, so that a hiccup shows nothing.
 */
export function ConnectionBar({ state }: { state: ConnectionState }) {
  const t = useTranslations('shell.connection');
  return (
    <output className="pointer-events-none absolute inset-x-0 top-2 z-30 flex justify-center px-3">
      {state === 'online' ? null : (
        <div className="appear-late bg-rail text-rail-ink shadow-float flex items-center gap-2 rounded-xl px-3 py-1.5 text-sm">
          {state === 'offline' ? (
            <CloudOff className="size-4 shrink-0" />
          ) : (
            <RefreshCw className="size-4 shrink-0 animate-spin" />
          )}
          {t(state)}
        </div>
      )}
    </output>
  );
}
