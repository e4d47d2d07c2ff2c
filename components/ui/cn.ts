import { clsx } from 'clsx';
import type { ClassValue } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

// The names that tailwind.config.ts adds to Tailwind's own.
const merge = extendTailwindMerge({
  extend: {
    classGroups: { h: [{ h: ['row', 'bar'] }], w: [{ w: ['rail'] }], shadow: [{ shadow: ['float'] }] },
  },
});

/** Joins class names; of two Tailwind classes for the same property the later one wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
