'use client';

import { useTranslations } from 'next-intl';

import { cn } from '../ui/cn';
import type { CallView } from './call-types';

const levels = ['1', '2', '3', '4', '5'] as const;

/** How the worst of the links is, in figures, and as bars with a word. */
export function LinkFigures({ view }: { view: CallView }) {
  const t = useTranslations('meetings.quality');
  const samples = view.tiles.flatMap(({ link }) => (link?.quality ? [link.quality] : []));
  const [worst] = samples.toSorted((a, b) => a.score - b.score);
  if (worst === undefined || view.score === null) return null;
  const level = levels[Math.min(5, Math.max(1, Math.round(view.score))) - 1] ?? '3';
  const ms = Math.round(worst.roundTripMs ?? 0);
  const loss = ((worst.loss ?? 0) * 100).toFixed(1);
  return (
    <div
      data-tip={t(level)}
      data-tip-side="top"
      className="text-soft flex items-center gap-2.5 text-xs tabular-nums"
    >
      <span className="sr-only">{t('label', { word: t(level), ms, loss })}</span>
      <span
        aria-hidden="true"
        className={cn('flex h-3 items-end gap-[2px]', Number(level) < 3 && 'text-amber-ink')}
      >
        {levels.map((step) => (
          <span
            key={step}
            className={cn('w-[2.5px] rounded-full bg-current', Number(step) > Number(level) && 'opacity-25')}
            style={{ height: `${Number(step) * 20}%` }}
          />
        ))}
      </span>
      <span aria-hidden="true">{t('figures', { ms, loss })}</span>
    </div>
  );
}
