'use client';

import { Volume2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Select } from '../ui/select';
import type { DeviceChoice } from './device-choice';
import { canChooseSpeaker, sendTo } from './sink';
import { useDevices } from './use-devices';

const SYSTEM = 'system';

const kinds = [
  { kind: 'audioinput', field: 'audioInput', text: 'microphone', none: 'noMicrophone' },
  { kind: 'videoinput', field: 'videoInput', text: 'camera', none: 'noCamera' },
  { kind: 'audiooutput', field: 'audioOutput', text: 'speaker', none: null },
] as const;

type DeviceFieldsProps = {
  choice: DeviceChoice;
  onChoose: (choice: DeviceChoice) => void;
  /** Whatever changes when the browser may tell more of its devices. */
  changed: unknown;
  className?: string;
};

/** Which microphone, camera and speaker; and a sound to try the last one. */
export function DeviceFields({ choice, onChoose, changed, className }: DeviceFieldsProps) {
  const t = useTranslations('meetings.join');
  const devices = useDevices(changed);
  return (
    <div className={className}>
      {kinds.map(({ kind, field, text, none }) => {
        // Without a permission browsers list devices without ids; "default" and "communications" are doubles.
        const found = devices.filter(
          (device) => device.kind === kind && !['', 'default', 'communications'].includes(device.deviceId),
        );
        if (kind === 'audiooutput' && (!canChooseSpeaker() || found.length === 0)) return null;
        const isMissing =
          none !== null && devices.length > 0 && !devices.some((device) => device.kind === kind);
        const value = choice[field];
        return (
          <Field key={field} label={t(text)}>
            {(control) => (
              <Select
                {...control}
                disabled={isMissing}
                value={found.some(({ deviceId }) => deviceId === value) ? (value ?? SYSTEM) : SYSTEM}
                onValueChange={(next) => onChoose({ [field]: next === SYSTEM ? '' : next })}
                options={[
                  { value: SYSTEM, label: isMissing ? t(none) : t('system') },
                  ...found.map(({ deviceId, label }, index) => ({
                    value: deviceId,
                    label: label === '' ? t('device', { kind: t(text), number: index + 1 }) : label,
                  })),
                ]}
              />
            )}
          </Field>
        );
      })}
      <TestSound speaker={choice.audioOutput} />
    </div>
  );
}

function TestSound({ speaker }: { speaker: string | undefined }) {
  const t = useTranslations('meetings.join');
  const [isPlaying, setPlaying] = useState(false);
  const play = async () => {
    const audio = new Audio('/sounds/notice.wav');
    setPlaying(true);
    audio.addEventListener('ended', () => setPlaying(false), { once: true });
    await sendTo(audio, speaker);
    await audio.play().catch(() => setPlaying(false));
  };
  return (
    <Button className="self-start" disabled={isPlaying} onClick={() => void play()}>
      <Volume2 />
      <span aria-live="polite">{t(isPlaying ? 'playing' : 'test')}</span>
    </Button>
  );
}
