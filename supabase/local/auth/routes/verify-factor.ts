import { z } from 'zod';

import type { AuthRuntime } from '../auth-runtime.ts';
import { badRequest, unprocessable } from '../errors.ts';
import { closeChallenge, openChallenge, requireChallenge } from '../mfa/challenges.ts';
import { deleteUnverifiedFactors, markVerified } from '../mfa/factors.ts';
import { raiseSession } from '../mfa/session-level.ts';
import { totpMatches } from '../mfa/totp.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { parseBody, text } from '../request.ts';
import { open } from '../secret-box.ts';
import { inTransaction } from '../transaction.ts';
import { auditFactor, requireFactor, requireMember } from './factors.ts';

const body = z.object({ challenge_id: text, code: text });

function demandTotp({ settings }: AuthRuntime): void {
  if (settings.totpVerification) return;
  throw unprocessable('mfa_totp_verify_not_enabled', 'MFA verification is disabled for TOTP');
}

/** POST /factors/{id}/challenge. */
export async function challengeFactor(auth: AuthRuntime, request: AuthRequest, id: string): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => {
    const caller = await requireMember(tx, auth, request);
    const factor = await requireFactor(tx, caller.user.id, id);
    auth.limits.request('factor-challenge', request.address, auth.now());
    demandTotp(auth);
    const challenge = await openChallenge(tx, factor, request.address, auth.now());
    const traits = { factor_id: factor.id, factor_status: factor.status };
    await auditFactor(tx, auth, request, { caller, action: 'challenge_created', traits });
    const expires_at = Math.floor(challenge.expiresAt.getTime() / 1000);
    return json({ id: challenge.id, type: factor.factor_type, expires_at });
  });
}

/**
 * POST /factors/{id}/verify: a right code verifies the factor and answers with tokens of an `aal2` session. Refuses
 * with `mfa_verification_failed` (422) for a wrong code, and as `requireChallenge` does.
 */
export async function verifyFactor(auth: AuthRuntime, request: AuthRequest, id: string): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => {
    const caller = await requireMember(tx, auth, request);
    const factor = await requireFactor(tx, caller.user.id, id);
    const now = auth.now();
    auth.limits.request('factor-verify', request.address, now);
    const { challenge_id: challengeId, code } = parseBody(request, body);
    demandTotp(auth);
    if (code === '') throw badRequest('Code needs to be non-empty');
    const challenge = await requireChallenge(tx, factor, { challengeId, address: request.address, now });
    const secret = open(auth.keys.secretKey, factor.id, factor.secret ?? '');
    if (!totpMatches(secret, code, now)) {
      throw unprocessable('mfa_verification_failed', 'Invalid TOTP code entered');
    }
    const traits = { factor_id: factor.id, challenge_id: challenge.id, factor_type: factor.factor_type };
    await auditFactor(tx, auth, request, { caller, action: 'verification_attempted', traits });
    await closeChallenge(tx, challenge, now);
    if (factor.status !== 'verified') await markVerified(tx, factor, now);
    await deleteUnverifiedFactors(tx, factor);
    return json(await raiseSession(tx, auth, caller, factor));
  });
}
