'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { IconButton } from '../ui/icon-button';
import { useHotkeys } from './use-hotkeys';

type SidePanelProps = {
  title: ReactNode;
  /** What it belongs to, quieter, after the title. */
  detail?: ReactNode;
  /** Icon buttons before the cross. */
  actions?: ReactNode;
  /** Remember the choice with `useRemembered('panel', …)`. Esc outside a field closes too. */
  onClose: () => void;
  children: ReactNode;
  foot?: ReactNode;
};

/** The right pane: a thread, details, people. Beside the main pane when there is room, over it when not. */
export function SidePanel({ title, detail, actions, onClose, children, foot }: SidePanelProps) {
  const t = useTranslations('shell');
  useHotkeys([{ keys: 'escape', label: t('closePanel'), group: t('shortcuts.general'), run: onClose }]);
  return (
    <aside className="border-line bg-background md:max-lg:shadow-float absolute inset-y-0 right-0 z-20 flex min-h-0 w-full shrink-0 flex-col md:w-[348px] md:border-l lg:static">
      <header className="h-bar border-line flex shrink-0 items-center gap-2.5 border-b pr-2.5 pl-4">
        <h2 className="text-md shrink-0 font-semibold">{title}</h2>
        <div className="text-soft min-w-0 grow truncate text-sm">{detail}</div>
        <div className="flex items-center gap-1">
          {actions}
          <IconButton label={t('closePanel')} keys="escape" onClick={onClose}>
            <X />
          </IconButton>
        </div>
      </header>
      <div className="flex min-h-0 grow flex-col overflow-y-auto overscroll-contain">{children}</div>
      {foot}
    </aside>
  );
}
