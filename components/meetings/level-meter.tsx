'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';

import { VoiceMeter } from './speaking';

/** How loud the microphone hears one. */
export function LevelMeter({ stream }: { stream: MediaStream | null }) {
  const t = useTranslations('meetings.join');
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const bar = meter.current;
    if (stream === null || bar === null) return undefined;
    const voice = new VoiceMeter();
    voice.listen(stream.getAudioTracks()[0] ?? null);
    const draw = () => {
      // The ear takes ten times the power for twice as loud.
      const loudness = 1 + Math.log10((voice.level() ?? 0) + 1e-4) / 2.2;
      const percent = Math.round(Math.min(1, Math.max(0, loudness)) * 100);
      bar.style.setProperty('--level', `${percent}%`);
      bar.ariaValueNow = String(percent);
    };
    const timer = setInterval(draw, 60);
    return () => {
      clearInterval(timer);
      voice.close();
      bar.style.setProperty('--level', '0%');
    };
  }, [stream]);
  return (
    <div
      ref={meter}
      role="meter"
      aria-label={t('level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      className="bg-line h-1.5 overflow-hidden rounded-full"
    >
      <div className="bg-green h-full w-(--level) rounded-full" />
    </div>
  );
}
