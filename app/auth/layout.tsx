import type { ReactNode } from 'react';

import { ClientText } from '@/lib/i18n/client-text';

export default function MailLinkLayout({ children }: { children: ReactNode }) {
  return <ClientText namespaces={['auth']}>{children}</ClientText>;
}
