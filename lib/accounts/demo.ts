import { isLoopback } from '@/lib/core/email/loopback';
import { env, type DemoPerson } from '@/lib/core/env';

import type { DemoChoice } from './demo-choice';

/** The people of the demo company; none where this is no demo installation. */
export function demoChoices(): DemoChoice[] {
  const { DEMO_PEOPLE, APP_URL } = env();
  return DEMO_PEOPLE.map(({ key, name, note }) => ({
    key,
    name,
    note,
    secondWindowUrl: secondWindowUrl(key, APP_URL),
  }));
}

/** `http://<key>.localhost:<port>/sign-in?as=<key>`: browsers resolve it to this machine. Null for other installations. */
export function secondWindowUrl(key: string, appUrl: string): string | null {
  const url = new URL('/sign-in', appUrl);
  if (!isLoopback(url.hostname) || !/^[a-z0-9-]{1,40}$/.test(key)) return null;
  url.hostname = `${key}.localhost`;
  url.searchParams.set('as', key);
  return url.href;
}

/** The demo person of a key; undefined for anything else, and wherever this is no demo installation. */
export function findDemoPerson(key: unknown): DemoPerson | undefined {
  return env().DEMO_PEOPLE.find((person) => person.key === key);
}
