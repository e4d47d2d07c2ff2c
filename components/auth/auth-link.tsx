import Link from 'next/link';
import type { ReactNode } from 'react';

/** A link in the running text of these pages. */
export function AuthLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="text-accent-ink rounded-xs font-medium underline underline-offset-3">
      {children}
    </Link>
  );
}
