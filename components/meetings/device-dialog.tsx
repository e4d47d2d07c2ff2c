'use client';

import { useTranslations } from 'next-intl';

import { Dialog } from '../ui/dialog';
import type { DeviceChoice } from './device-choice';
import { DeviceFields } from './device-fields';

type DeviceDialogProps = {
  choice: DeviceChoice;
  onChoose: (choice: DeviceChoice) => void;
  onClose: () => void;
};

/** Changes over to other devices in the middle of a call. */
export function DeviceDialog({ choice, onChoose, onClose }: DeviceDialogProps) {
  const t = useTranslations('meetings.controls');
  return (
    <Dialog open size="sm" title={t('devices')} onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DeviceFields className="flex flex-col gap-1" choice={choice} onChoose={onChoose} changed={choice} />
    </Dialog>
  );
}
