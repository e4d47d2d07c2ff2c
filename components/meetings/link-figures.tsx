'use client';

import { useTranslations } from 'next-intl';

import type { QualitySample } from '@/lib/meetings/schemas';

import { cn } from '../ui/cn';
import type { CallView } from './call-types';
import { LinkBars, levelOf } from './link-bars';

/** How the worst of the links is, in figures, and as bars with a word. */
export function WorstLink({ view }: { view: CallView }) {
  const t = useTranslations('meetings.quality');
  const samples = view.tiles.flatMap(({ link }) => (link?.quality ? [link.quality] : []));
  const [worst] = samples.toSorted((a, b) => a.score - b.score);
  if (worst === undefined || view.score === null) return null;
  const level = levelOf(view.score);
  const { ms, loss } = figuresOf(worst);
  return (
    <div
      data-tip={t(level)}
      data-tip-side="top"
      className="text-soft flex items-center gap-2.5 text-xs tabular-nums"
    >
      <span className="sr-only">{t('label', { word: t(level), ms, loss })}</span>
      <LinkBars score={view.score} />
      <span aria-hidden="true">{t('figures', { ms, loss })}</span>
    </div>
  );
}

/** All figures of the link to one person, as measured last: round trip and its jitter, loss, pictures a second. */
export function LinkFigures({ quality, className }: { quality: QualitySample; className?: string }) {
  const t = useTranslations('meetings.quality');
  const { ms, loss, jitter, frames } = figuresOf(quality);
  return (
    <div className={cn('text-soft flex items-center gap-2 text-xs tabular-nums', className)}>
      <span className="sr-only">{t('word', { word: t(levelOf(quality.score)) })}</span>
      <LinkBars score={quality.score} />
      <span className="truncate">{t('details', { ms, jitter, loss, frames })}</span>
    </div>
  );
}

function figuresOf({ roundTripMs, loss, jitterMs, framesPerSecond }: QualitySample) {
  return {
    ms: Math.round(roundTripMs ?? 0),
    loss: ((loss ?? 0) * 100).toFixed(1),
    jitter: Math.round(jitterMs ?? 0),
    // Where there are no pictures.
    frames: framesPerSecond === null ? -1 : Math.round(framesPerSecond),
  };
}
