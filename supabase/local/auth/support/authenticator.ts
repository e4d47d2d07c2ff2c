import { totpCode } from '../mfa/totp.ts';
import type { AuthStack, Client } from './auth-stack.ts';
import { makePerson, must } from './auth-stack.ts';

/** A person signed in by password, with their client. */
export async function signInPerson(stack: AuthStack, email: string) {
  const person = await makePerson(stack, email);
  const client = stack.client();
  const { session } = must(await client.auth.signInWithPassword(person));
  return { ...person, client, session };
}

/** Adds an authenticator app to the person behind the client; their session is `aal2` then. */
export async function addAuthenticator(stack: AuthStack, client: Client, friendlyName = 'Phone') {
  const factor = must(await client.auth.mfa.enroll({ factorType: 'totp', friendlyName }));
  const answer = () => ({ factorId: factor.id, code: totpCode(factor.totp.secret, stack.now()) });
  must(await client.auth.mfa.challengeAndVerify(answer()));
  return { ...factor, answer };
}
