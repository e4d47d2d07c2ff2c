import { NextIntlClientProvider } from 'next-intl';
import type { ReactNode } from 'react';

import { messages } from './messages';
import type { Namespace } from './messages';

const none: readonly Namespace[] = [];
const everywhere: readonly Namespace[] = ['ui', 'shell', 'errors'];

/**
 * Gives client components below their texts: only the named namespaces, besides `ui`, `shell` and `errors`, travel
 * to the browser. Server components need none of it: they call `getTranslations` or `useTranslations` directly.
 */
export function ClientText({
  namespaces = none,
  children,
}: {
  namespaces?: readonly Namespace[];
  children: ReactNode;
}) {
  const chosen = Object.fromEntries([...everywhere, ...namespaces].map((name) => [name, messages[name]]));
  return <NextIntlClientProvider messages={chosen}>{children}</NextIntlClientProvider>;
}
