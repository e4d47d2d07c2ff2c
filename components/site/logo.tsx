import { cn } from '@/components/ui/cn';

/** The mark: a P that is a speech bubble. `word` sets the name beside it. */
export function Logo({ word = true, className }: { word?: boolean; className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2.5 text-lg font-semibold tracking-tight', className)}>
      <svg
        viewBox="0 0 32 32"
        className="size-7"
        role={word ? undefined : 'img'}
        aria-hidden={word || undefined}
      >
        {word ? null : <title>Parley</title>}
        <rect width="32" height="32" rx="8" className="fill-brand" />
        <path
          d="M10.5 25.5V13.6a6.3 6.3 0 1 1 6.3 6.3h-2.1"
          className="fill-none stroke-white stroke-[3.4]"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {word ? 'Parley' : null}
    </span>
  );
}
