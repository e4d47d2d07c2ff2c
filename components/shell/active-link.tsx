'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ComponentProps } from 'react';

import { cn } from '../ui/cn';

type ActiveLinkProps = Omit<ComponentProps<typeof Link>, 'href' | 'className'> & {
  href: string;
  /** The address without a query, where `href` has one. */
  path?: string;
  /** Also current on the pages below it. */
  below?: boolean;
  className: string;
  activeClassName: string;
  idleClassName: string;
};

/** A link that knows whether it is where the reader is (`aria-current`). */
export function ActiveLink({
  href,
  path = href,
  below = false,
  className,
  activeClassName,
  idleClassName,
  ...rest
}: ActiveLinkProps) {
  const here = usePathname();
  const active = here === path || (below && here.startsWith(`${path}/`));
  return (
    <Link
      href={href}
      aria-current={active ? 'page' : undefined}
      className={cn(className, active ? activeClassName : idleClassName)}
      {...rest}
    />
  );
}
