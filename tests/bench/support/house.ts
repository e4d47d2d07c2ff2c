import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

import { decodeJwt } from 'jose';
import { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';

const environment = z.object({
  PARLEY_E2E_URL: z.url(),
  ADMIN_DATABASE_URL: z.string(),
  DATABASE_URL: z.string(),
  SUPABASE_URL: z.url(),
  SUPABASE_PUBLISHABLE_KEY: z.string(),
  SUPABASE_SECRET_KEY: z.string(),
  DEMO_PEOPLE: z
    .string()
    .transform((text) =>
      z.array(z.object({ email: z.string(), password: z.string() })).parse(JSON.parse(text)),
    ),
});
type Environment = z.infer<typeof environment>;

const PASSWORD = 'a few plain words';
/** Accounts made and sign-ins at a time: more would only wait for the password hash. */
const TOGETHER = 4;

/** Somebody signed in, with a connection of their own to the app. */
export type Dweller = {
  memberId: string;
  userId: string;
  sessionId: string;
  token: string;
  /** The verified claims, as the server gives them to Postgres. */
  claims: string;
  /**
   * Calls the REST API as the person; with a key as the app's outbox does.
   * @throws Error with the answer when it is not a success
   */
  call: (method: string, path: string, body?: unknown, idempotencyKey?: string) => Promise<unknown>;
};

/** A workspace of the demo company. */
export type House = {
  adminUrl: string;
  webUrl: string;
  realtimeUrl: string;
  workspaceId: string;
  owner: Dweller;
  admin: Pool;
  /** Makes a public channel of the owner. */
  channel: () => Promise<string>;
  /** Makes members of the workspace; each signs in `devices` times, and each time is a session of its own. */
  admit: (count: number, devices: number) => Promise<Dweller[][]>;
  /** Runs work while nobody meets a rate limit: no person writes as fast as a benchmark. */
  unlimited: <T>(work: () => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
};

const FORGET_LIMITS_MS = 500;

/** A client with one connection that stays open. */
function createCaller(base: string, token: string): Dweller['call'] {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = {
    authorization: `Bearer ${token}`,
    'parley-workspace': 'acme',
    'content-type': 'application/json',
  };
  return async (method, path, body, idempotencyKey) => {
    const sent = idempotencyKey === undefined ? headers : { ...headers, 'idempotency-key': idempotencyKey };
    return await new Promise((resolve, reject) => {
      const call = request(`${base}/api/v1${path}`, { method, headers: sent, agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(JSON.parse(text));
          else reject(new Error(`${method} ${path} answered ${status}: ${text}`));
        });
        response.on('error', reject);
      });
      call.on('error', reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  };
}

async function askAuth(env: Environment, path: string, apikey: string, body: object): Promise<unknown> {
  const response = await fetch(`${env.SUPABASE_URL}/auth/v1${path}`, {
    method: 'POST',
    headers: { apikey, authorization: `Bearer ${apikey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

const frame = z.object({ id: z.string(), me: z.object({ id: z.string() }) });
const tokenClaims = z.looseObject({ sub: z.string(), session_id: z.string() });

async function signIn(env: Environment, email: string, password: string) {
  const answer = await askAuth(env, '/token?grant_type=password', env.SUPABASE_PUBLISHABLE_KEY, {
    email,
    password,
  });
  const { access_token: token } = z.object({ access_token: z.string() }).parse(answer);
  const claims = tokenClaims.parse(decodeJwt(token));
  const call = createCaller(env.PARLEY_E2E_URL, token);
  const { id: workspaceId, me } = frame.parse(await call('GET', '/organizations/current'));
  const dweller: Dweller = {
    memberId: me.id,
    userId: claims.sub,
    sessionId: claims.session_id,
    token,
    claims: JSON.stringify(claims),
    call,
  };
  return { workspaceId, dweller };
}

/** The instance that `npm run bench` has started, entered by its first demo person. */
export async function openHouse(): Promise<House> {
  const env = environment.parse(process.env);
  const [person] = env.DEMO_PEOPLE;
  if (person === undefined) throw new Error('The instance has no demo people');
  const { workspaceId, dweller: owner } = await signIn(env, person.email, person.password);
  const admin = new Pool({ connectionString: env.ADMIN_DATABASE_URL });

  const forgetLimits = async (): Promise<unknown> => await admin.query('delete from private.rate_limits');

  const admitOne = async (devices: number): Promise<Dweller[]> => {
    const email = `bench.${randomUUID()}@example.com`;
    const user = await askAuth(env, '/admin/users', env.SUPABASE_SECRET_KEY, {
      email,
      password: PASSWORD,
      email_confirm: true,
      user_metadata: { name: 'Bench' },
    });
    const { id: userId } = z.object({ id: z.string() }).parse(user);
    await admin.query(
      `insert into memberships (workspace_id, user_id, role_id, name)
       select $1, $2, r.id, 'Bench' from roles r where r.workspace_id = $1 and r.key = 'member'`,
      [workspaceId, userId],
    );
    const sessions: Dweller[] = [];
    while (sessions.length < devices) sessions.push((await signIn(env, email, PASSWORD)).dweller);
    return sessions;
  };

  return {
    adminUrl: env.ADMIN_DATABASE_URL,
    webUrl: env.DATABASE_URL,
    realtimeUrl: `${env.SUPABASE_URL.replace('http', 'ws')}/realtime/v1/websocket?apikey=${env.SUPABASE_PUBLISHABLE_KEY}&vsn=2.0.0`,
    workspaceId,
    owner,
    admin,
    channel: async () => {
      const id = uuidv7();
      await owner.call('POST', '/team-chat/channels', { id, name: `bench-${id}` });
      return id;
    },
    admit: async (count, devices) => {
      const people: Dweller[][] = [];
      while (people.length < count) {
        const next = Array.from({ length: Math.min(TOGETHER, count - people.length) }, () =>
          admitOne(devices),
        );
        people.push(...(await Promise.all(next)));
      }
      return people;
    },
    unlimited: async (work) => {
      await forgetLimits();
      const timer = setInterval(() => void forgetLimits(), FORGET_LIMITS_MS);
      try {
        return await work();
      } finally {
        clearInterval(timer);
      }
    },
    close: async () => await admin.end(),
  };
}
