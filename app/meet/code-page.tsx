import { getTranslations } from 'next-intl/server';
import Link from 'next/link';

import { JoinByCode } from '@/components/meetings/join-by-code';
import { AuthFrame } from '@/components/site/auth-frame';
import { ClientText } from '@/lib/i18n/client-text';

type CodePageProps = {
  title: string;
  description: string;
  /** Whether a code can be typed here. */
  asks?: boolean;
};

/** A page before any room: says how it stands with a code, and takes another one. */
export async function CodePage({ title, description, asks = true }: CodePageProps) {
  const t = await getTranslations('meetings.area');
  return (
    <AuthFrame
      title={title}
      description={description}
      foot={
        <Link href="/w" className="text-accent-ink rounded-xs font-medium underline underline-offset-3">
          {t('toWorkspace')}
        </Link>
      }
    >
      {asks ? (
        <ClientText namespaces={['meetings']}>
          <JoinByCode />
        </ClientText>
      ) : null}
    </AuthFrame>
  );
}
