import { audit } from '../audit.ts';
import type { AuthRuntime } from '../auth-runtime.ts';
import { requireCaller } from '../authenticate.ts';
import { badRequest } from '../errors.ts';
import type { Reply } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { endSessions } from '../sessions.ts';
import { inTransaction } from '../transaction.ts';

/** POST /logout?scope=global|local|others, for the person whose token it carries (`admin.signOut` sends theirs too). */
export async function signOut(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const scope = request.query.get('scope') || 'global';
  await inTransaction(auth.pool, async (tx) => {
    const { user, session } = await requireCaller(tx, auth, request);
    if (!['global', 'local', 'others'].includes(scope)) {
      throw badRequest(`Unsupported logout scope "${scope}"`);
    }
    await audit(tx, { actor: user, action: 'logout', address: request.address, now: auth.now() });
    if (scope === 'local') await endSessions(tx, { session: session.id });
    else
      await endSessions(tx, scope === 'others' ? { user: user.id, except: session.id } : { user: user.id });
  });
  return { status: 204 };
}
