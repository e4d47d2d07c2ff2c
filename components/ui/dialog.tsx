'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactElement, ReactNode } from 'react';

import { cn } from './cn';
import { IconButton } from './icon-button';

const widths = { sm: 'max-w-sm', md: 'max-w-lg', lg: 'max-w-2xl' };

type DialogProps = {
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, at the right; the main one last. Wrap one that only closes in `<DialogClose>`. */
  footer?: ReactNode;
  /** Opens the dialog; leave out when `open` is controlled from elsewhere. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  size?: keyof typeof widths;
};

/**
 * A modal dialog, which becomes a sheet from below on a phone. Load what is in it lazily where it is large.
 * Esc, the backdrop and the cross close it; focus returns to where it was.
 */
export function Dialog({
  title,
  description,
  children,
  footer,
  trigger,
  open,
  onOpenChange,
  size = 'md',
}: DialogProps) {
  const t = useTranslations('ui');
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger === undefined ? null : <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="bg-scrim fixed inset-0 z-40 transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          className={cn(
            'fixed inset-x-0 bottom-0 z-40 mx-auto flex max-h-[85dvh] w-full flex-col rounded-t-2xl bg-raised shadow-float outline-hidden transition duration-100 ease-out data-ending-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0 sm:top-[12vh] sm:bottom-auto sm:max-h-[76vh] sm:rounded-2xl',
            widths[size],
          )}
        >
          <header className="px-5 pt-5 pr-12">
            <Base.Title className="text-lg font-semibold">{title}</Base.Title>
            {description === undefined ? null : (
              <Base.Description className="text-soft mt-1">{description}</Base.Description>
            )}
          </header>
          <div className="min-h-0 grow overflow-y-auto px-5 py-4">{children}</div>
          {footer === undefined ? null : (
            <footer className="border-line-fine flex flex-wrap justify-end gap-2 border-t px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
              {footer}
            </footer>
          )}
          {/* Last, so that focus starts in the content. */}
          <Base.Close
            render={
              <IconButton label={t('close')} tip={false} className="absolute top-4 right-3.5">
                <X />
              </IconButton>
            }
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Makes the button inside close the dialog. */
export function DialogClose({ children }: { children: ReactElement }) {
  return <Base.Close render={children} />;
}
