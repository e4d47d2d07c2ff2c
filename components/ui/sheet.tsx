'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactElement, ReactNode } from 'react';

import { IconButton } from './icon-button';

type SheetProps = {
  title: ReactNode;
  children: ReactNode;
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
};

/** A modal panel from the right edge, full width on a phone: details and settings that need height. */
export function Sheet({ title, children, trigger, open, onOpenChange }: SheetProps) {
  const t = useTranslations('ui');
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger === undefined ? null : <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="bg-scrim fixed inset-0 z-40 transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup className="bg-background shadow-float fixed inset-y-0 right-0 z-40 flex w-full max-w-md flex-col outline-hidden transition duration-100 ease-out data-ending-style:translate-x-3 data-ending-style:opacity-0 data-starting-style:translate-x-3 data-starting-style:opacity-0">
          <header className="h-bar border-line flex shrink-0 items-center gap-3 border-b px-4">
            <Base.Title className="text-md grow truncate font-semibold">{title}</Base.Title>
          </header>
          <div className="min-h-0 grow overflow-y-auto p-4">{children}</div>
          {/* Last, so that focus starts in the content. */}
          <Base.Close
            render={
              <IconButton label={t('close')} tip={false} className="absolute top-[11px] right-3">
                <X />
              </IconButton>
            }
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
