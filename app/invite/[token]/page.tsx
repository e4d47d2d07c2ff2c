import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { AuthFrame } from '@/components/site/auth-frame';
import { bold } from '@/components/workspaces/bold';
import { invitationState, type InvitationState } from '@/components/workspaces/invitation-state';
import { InvitationSteps } from '@/components/workspaces/invitation-steps';
import { SignedInAs } from '@/components/workspaces/signed-in-as';
import { withNext } from '@/lib/accounts/next-path';
import { signedInPerson } from '@/lib/accounts/signed-in';
import { runQuery } from '@/lib/core/action';
import { AppError } from '@/lib/core/errors';
import { ClientText } from '@/lib/i18n/client-text';
import { previewInvitation } from '@/lib/workspaces/accept-invitation';
import { placeByInvitation } from '@/lib/workspaces/place-by-invitation';
import { invitationToken, type InvitationPreview } from '@/lib/workspaces/schemas';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people.invite');
  return { title: t('page'), robots: { index: false, follow: false } };
}

/** The states whose text tells the reader's address. */
const NAMES_READER: ReadonlySet<InvitationState> = new Set(['open', 'already', 'other']);

/** Where invitations lead. Opening it changes nothing; the button does. */
export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const [{ token }, person, t] = await Promise.all([
    params,
    signedInPerson(),
    getTranslations('people.invite'),
  ]);
  const invitation = invitationToken.safeParse(token).success ? await preview(token) : null;
  const place = invitation && person ? await runQuery(placeByInvitation, { token }) : null;
  const reader = person ? { email: person.email, slug: place?.slug ?? null } : null;
  const state = invitationState(invitation, reader);
  const words = {
    workspace: invitation?.workspaceName ?? '',
    inviter: invitation?.inviter ?? '',
    role: invitation?.roleName ?? '',
    bound: invitation?.email ?? '',
    email: reader?.email ?? '',
  };
  const here = `/invite/${token}`;
  return (
    <AuthFrame
      title={t(`${state}Title`, words)}
      description={t.rich(`${state}Text`, { ...words, ...bold })}
      foot={reader ? <SignedInAs email={NAMES_READER.has(state) ? null : reader.email} /> : undefined}
    >
      <ClientText namespaces={['people']}>
        <InvitationSteps
          token={token}
          state={state}
          invitation={invitation}
          reader={reader}
          signInHref={withNext('/sign-in', here)}
          signUpHref={withNext('/sign-up', here)}
        />
      </ClientText>
    </AuthFrame>
  );
}

/** Null for a token that was never given out. */
async function preview(token: string): Promise<InvitationPreview | null> {
  try {
    return await runQuery(previewInvitation, { token });
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'not_found') return null;
    throw thrown;
  }
}
