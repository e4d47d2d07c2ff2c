'use client';

import { usePathname, useSearchParams } from 'next/navigation';

import { chatHref, inboxHref } from './addresses';
import { useFrame } from './chat-providers';

/** Where the list is that an open conversation was chosen from: the inbox, as it was filtered, or chat. */
export function useListHref(): string {
  const { slug } = useFrame();
  const filter = useSearchParams().get('filter');
  if (!usePathname().startsWith(`${inboxHref(slug)}/`)) return chatHref(slug);
  return inboxHref(slug) + (filter === null ? '' : `?filter=${encodeURIComponent(filter)}`);
}
