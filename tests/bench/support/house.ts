import { decodeJwt } from 'jose';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';

const environment = z.object({
  PARLEY_E2E_URL: z.url(),
  ADMIN_DATABASE_URL: z.string(),
  DATABASE_URL: z.string(),
  SUPABASE_URL: z.url(),
  SUPABASE_PUBLISHABLE_KEY: z.string(),
  DEMO_PEOPLE: z
    .string()
    .transform((text) =>
      z.array(z.object({ email: z.string(), password: z.string() })).parse(JSON.parse(text)),
    ),
});

/** Somebody of the demo company with a channel for the benchmark. */
export type House = {
  adminUrl: string;
  webUrl: string;
  workspaceId: string;
  memberId: string;
  conversationId: string;
  /** The person's verified claims, as the server gives them to Postgres. */
  claims: string;
  /** Calls the REST API as the person. @throws Error with the answer when it is not a success */
  call: (method: string, path: string, body?: unknown) => Promise<unknown>;
};

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** The instance that `npm run bench` has started, entered by its first demo person. */
export async function openHouse(): Promise<House> {
  const env = environment.parse(process.env);
  const [person] = env.DEMO_PEOPLE;
  if (person === undefined) throw new Error('The instance has no demo people');
  const signIn = await fetch(`${env.SUPABASE_URL}/auth/v1/token?grant_type=password`, {
    method: 'POST',
    headers: { apikey: env.SUPABASE_PUBLISHABLE_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ email: person.email, password: person.password }),
  });
  const { access_token: token } = z.object({ access_token: z.string() }).parse(await answerOf(signIn));
  const headers = {
    authorization: `Bearer ${token}`,
    'parley-workspace': 'acme',
    'content-type': 'application/json',
  };
  const call: House['call'] = async (method, path, body) =>
    await answerOf(
      await fetch(`${env.PARLEY_E2E_URL}/api/v1${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  const frame = z
    .object({ id: z.string(), me: z.object({ id: z.string() }) })
    .parse(await call('GET', '/organizations/current'));
  const conversationId = uuidv7();
  await call('POST', '/team-chat/channels', { id: conversationId, name: `bench-${conversationId}` });
  return {
    adminUrl: env.ADMIN_DATABASE_URL,
    webUrl: env.DATABASE_URL,
    workspaceId: frame.id,
    memberId: frame.me.id,
    conversationId,
    claims: JSON.stringify(decodeJwt(token)),
    call,
  };
}
