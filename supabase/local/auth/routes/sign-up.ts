import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { audit } from '../audit.ts';
import type { AuthRuntime } from '../auth-runtime.ts';
import { demandOpenSignUps } from '../demand-open-sign-ups.ts';
import { badRequest, unprocessable } from '../errors.ts';
import { listIdentities, setEmailIdentity } from '../identities.ts';
import { mailConfirmation } from '../mails.ts';
import { checkPassword, hashPassword } from '../passwords.ts';
import type { Challenge } from '../pkce.ts';
import { readChallenge } from '../pkce.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { parseBody, readEmail, record, text } from '../request.ts';
import { openSession } from '../sessions.ts';
import type { Tx } from '../transaction.ts';
import { inTransaction } from '../transaction.ts';
import { userJson } from '../user-json.ts';
import type { Metadata, UserRow } from '../users.ts';
import { findUser, insertUser, lockAddress } from '../users.ts';

const body = z.object({
  email: text,
  phone: text,
  password: text,
  data: record,
  code_challenge: text,
  code_challenge_method: text,
});

const emailProviders = { provider: 'email', providers: ['email'] };

type SignUp = { email: string; password: string; data: Metadata; challenge: Challenge | null };

/** A new person with their e-mail identity, not yet confirmed. */
export async function createEmailUser(
  tx: Tx,
  auth: AuthRuntime,
  person: { id?: string; email: string; passwordHash: string; data: Metadata; role?: string },
): Promise<UserRow> {
  const now = auth.now();
  const { id = randomUUID(), email, passwordHash, data } = person;
  const user = await insertUser(
    tx,
    {
      id,
      email,
      passwordHash,
      appMetadata: emailProviders,
      userMetadata: data,
      isAnonymous: false,
      ...(person.role !== undefined && { role: person.role }),
    },
    now,
  );
  await setEmailIdentity(tx, id, { ...data, email, email_verified: false }, now);
  return user;
}

/** What an address that is taken is answered with: a person that looks new and is nobody. */
function nobody(signUp: SignUp, now: Date): Record<string, unknown> {
  return {
    id: randomUUID(),
    aud: 'authenticated',
    role: '',
    email: signUp.email,
    phone: '',
    confirmation_sent_at: now,
    app_metadata: emailProviders,
    user_metadata: signUp.data,
    identities: [],
    created_at: now,
    updated_at: now,
    is_anonymous: false,
  };
}

/**
 * Makes the person unless the address is confirmed already, and sends the confirmation. The answer does not tell
 * whether the address was taken; an unconfirmed person keeps their first password.
 */
export async function signUpByEmail(
  auth: AuthRuntime,
  request: AuthRequest,
  signUp: SignUp,
): Promise<Record<string, unknown>> {
  const passwordHash = await hashPassword(signUp.password, auth.settings.bcryptCost);
  return inTransaction(auth.pool, async (tx) => {
    const now = auth.now();
    await lockAddress(tx, signUp.email);
    const existing = await findUser(tx, { email: signUp.email });
    const traits = { provider: 'email' };
    if (existing?.email_confirmed_at) {
      const entry = {
        actor: existing,
        action: 'user_repeated_signup',
        address: request.address,
        now,
      } as const;
      await audit(tx, { ...entry, traits });
      return nobody(signUp, now);
    }
    const user =
      existing ?? (await createEmailUser(tx, auth, { email: signUp.email, passwordHash, data: signUp.data }));
    await audit(tx, {
      actor: user,
      action: 'user_confirmation_requested',
      address: request.address,
      now,
      traits,
    });
    const sent = await mailConfirmation({ tx, auth, request, challenge: signUp.challenge }, user);
    if (sent.invited_at) return userJson({ ...sent, raw_user_meta_data: {} }, []);
    return userJson(sent, await listIdentities(tx, sent.id));
  });
}

async function signUpAnonymously(auth: AuthRuntime, request: AuthRequest, data: Metadata): Promise<Reply> {
  if (!auth.settings.anonymousSignIns) {
    throw unprocessable('anonymous_provider_disabled', 'Anonymous sign-ins are disabled');
  }
  auth.limits.request('anonymous', request.address, auth.now());
  demandOpenSignUps(auth);
  return inTransaction(auth.pool, async (tx) => {
    const user = await insertUser(
      tx,
      {
        id: randomUUID(),
        email: null,
        passwordHash: '',
        appMetadata: {},
        userMetadata: data,
        isAnonymous: true,
      },
      auth.now(),
    );
    return json(await openSession(tx, auth, request, user, 'anonymous'));
  });
}

/** POST /signup: by address and password, or anonymously when the body names neither address nor phone. */
export async function postSignUp(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const params = parseBody(request, body);
  const data = params.data ?? {};
  if (params.email === '' && params.phone === '') return signUpAnonymously(auth, request, data);
  auth.limits.request('signup', request.address, auth.now());
  demandOpenSignUps(auth);
  if (params.password === '') throw badRequest('Signup requires a valid password');
  checkPassword(params.password, auth.settings);
  if (params.email !== '' && params.phone !== '') {
    throw badRequest('Only an email address or phone number should be provided on signup.');
  }
  const challenge = readChallenge(params.code_challenge, params.code_challenge_method);
  if (params.phone !== '') throw badRequest('Phone signups are disabled', 'phone_provider_disabled');
  const email = readEmail(params.email);
  return json(await signUpByEmail(auth, request, { email, password: params.password, data, challenge }));
}
