'use client';

import { Mic, MicOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';

import { VoiceMeter } from './speaking';

/** How loud the microphone hears one. */
export function LevelMeter({ stream }: { stream: MediaStream | null }) {
  const t = useTranslations('meetings.join');
  const meter = useRef<HTMLMeterElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = bar.current;
    if (stream === null || place === null) return undefined;
    const voice = new VoiceMeter();
    voice.listen(stream.getAudioTracks()[0] ?? null);
    const draw = () => {
      // The ear takes ten times the power for twice as loud.
      const loudness = 1 + Math.log10((voice.level() ?? 0) + 1e-4) / 2.2;
      const percent = Math.round(Math.min(1, Math.max(0, loudness)) * 100);
      place.style.setProperty('--level', `${percent}%`);
      if (meter.current !== null) meter.current.value = percent;
    };
    const timer = setInterval(draw, 60);
    return () => {
      clearInterval(timer);
      voice.close();
      place.style.setProperty('--level', '0%');
    };
  }, [stream]);
  const Icon = stream === null ? MicOff : Mic;
  return (
    <div className="flex items-center gap-2.5">
      <Icon className="text-soft size-4 shrink-0" />
      <div className="bg-line relative h-1.5 grow overflow-hidden rounded-full">
        <meter ref={meter} className="sr-only" aria-label={t('level')} min={0} max={100} value={0} />
        <div ref={bar} className="bg-green h-full w-(--level) rounded-full" />
      </div>
    </div>
  );
}
