import { cn } from './cn';
import { keyLabels } from './key-labels';

/** A key combination drawn as keys: `mod+k` becomes ⌘K on a Mac and Ctrl K elsewhere (after hydration). */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <kbd
      className={cn(
        'inline-flex items-center gap-0.5 rounded-sm border border-line px-1 font-sans text-2xs leading-4 text-soft',
        className,
      )}
    >
      <span className="mac-only">{keyLabels(keys, true)}</span>
      <span className="pc-only">{keyLabels(keys, false)}</span>
    </kbd>
  );
}
