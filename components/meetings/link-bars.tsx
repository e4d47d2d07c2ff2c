import { cn } from '../ui/cn';

const levels = ['1', '2', '3', '4', '5'] as const;

/** A score of 1 to 5 as the whole number that has a word. */
export const levelOf = (score: number) => levels[Math.min(5, Math.max(1, Math.round(score))) - 1] ?? '3';

/** Five bars, as many of them full as the score says. For the eye only. */
export function LinkBars({ score }: { score: number }) {
  const level = Number(levelOf(score));
  return (
    <span
      aria-hidden="true"
      className={cn('flex h-3 shrink-0 items-end gap-[2px]', level < 3 && 'text-amber-ink')}
    >
      {levels.map((step) => (
        <span
          key={step}
          className={cn('w-[2.5px] rounded-full bg-current', Number(step) > level && 'opacity-25')}
          style={{ height: `${Number(step) * 20}%` }}
        />
      ))}
    </span>
  );
}
