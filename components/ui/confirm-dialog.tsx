'use client';

import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';

import { Button } from './button';

type ConfirmDialogProps = {
  /** A question that names the thing: "Delete #design?" */
  title: ReactNode;
  /** What will be gone, and for whom. */
  description: ReactNode;
  /** A verb: "Delete channel". */
  confirmLabel: string;
  /** The dialog stays open, pending, until it settles; a rejection is left to the caller and keeps it open. */
  onConfirm: () => void | Promise<void>;
  danger?: boolean;
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
};

/** Asks before something that cannot be undone. Focus starts on "Cancel". */
export function ConfirmDialog({
  title,
  description,
  confirmLabel,
  onConfirm,
  danger = true,
  trigger,
  open,
  onOpenChange,
}: ConfirmDialogProps) {
  const t = useTranslations('ui');
  const [inner, setInner] = useState(false);
  const [pending, setPending] = useState(false);
  const setOpen = (next: boolean) => {
    setInner(next);
    onOpenChange?.(next);
  };
  const confirm = async () => {
    setPending(true);
    try {
      await onConfirm();
      setOpen(false);
    } finally {
      setPending(false);
    }
  };
  return (
    <Base.Root open={open ?? inner} onOpenChange={setOpen}>
      {trigger === undefined ? null : <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="bg-scrim fixed inset-0 z-40 transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup className="bg-raised shadow-float fixed inset-x-4 top-[22vh] z-40 mx-auto max-w-sm rounded-2xl p-5 outline-hidden transition duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
          <Base.Title className="text-lg font-semibold">{title}</Base.Title>
          <Base.Description className="text-soft mt-1.5">{description}</Base.Description>
          <div className="mt-5 flex justify-end gap-2">
            <Base.Close render={<Button>{t('cancel')}</Button>} />
            <Button
              variant={danger ? 'danger' : 'primary'}
              pending={pending}
              onClick={() => {
                void confirm();
              }}
            >
              {confirmLabel}
            </Button>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
