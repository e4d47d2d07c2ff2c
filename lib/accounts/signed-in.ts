import 'server-only';
import { currentPerson } from '@/lib/core/auth/session';
import type { Person } from '@/lib/core/caller';
import { transaction } from '@/lib/core/db';
import { asAppError } from '@/lib/core/errors';

/**
 * The person whose session is alive, for pages that send signed-in people on. A token outlives a sign-out elsewhere,
 * so the token alone would send people back and forth between here and a page that refuses them.
 */
export async function signedInPerson(): Promise<Person | null> {
  const person = await currentPerson();
  if (!person || person.isAnonymous) return null;
  try {
    await transaction({ person, workspace: null, run: () => Promise.resolve() });
    return person;
  } catch (thrown) {
    if (isSessionEnd(thrown)) return null;
    throw thrown;
  }
}

function isSessionEnd(thrown: unknown): boolean {
  return asAppError(thrown)?.code === 'session_ended';
}
