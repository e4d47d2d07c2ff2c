import 'server-only';
import { notFound } from 'next/navigation';
import { cache } from 'react';

import { runQuery } from '@/lib/core/action';
import { AppError } from '@/lib/core/errors';
import type { Permission } from '@/lib/core/permissions';
import { getFrame } from '@/lib/workspaces/queries';
import type { WorkspaceFrame } from '@/lib/workspaces/schemas';

import { askToSignIn } from './ask-to-sign-in';

const frameOf = cache((slug: string): Promise<WorkspaceFrame> => runQuery(getFrame, {}, slug));

/**
 * The workspace of an address; once per request. Leads to the sign-in where nobody is signed in;
 * a workspace that one is not in, and a page that needs a permission one has not, look like an address that leads nowhere.
 */
export async function openWorkspace(slug: string, needs?: Permission): Promise<WorkspaceFrame> {
  try {
    const frame = await frameOf(slug);
    if (needs === undefined || frame.me.permissions.includes(needs)) return frame;
  } catch (thrown) {
    const code = thrown instanceof AppError ? thrown.code : null;
    if (code === 'unauthenticated' || code === 'session_ended') return askToSignIn();
    if (code !== 'not_found') throw thrown;
  }
  return notFound();
}
