import { cn } from './cn';

/** A resting place for what is loading; give it the size of what comes, so that nothing moves. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn('block animate-pulse rounded bg-hover', className)} />;
}
