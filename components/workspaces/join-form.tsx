'use client';

import type { ReactNode } from 'react';

import { joinByForm } from '@/lib/workspaces/actions';

import { ActionForm } from './action-form';
import { SubmitButton } from './submit-button';

/** One press accepts the invitation; a GET, as mail scanners make it, accepts nothing. */
export function JoinForm({ token, children }: { token: string; children: ReactNode }) {
  return (
    <ActionForm action={joinByForm} hidden={{ token }}>
      {() => <SubmitButton size="lg">{children}</SubmitButton>}
    </ActionForm>
  );
}
