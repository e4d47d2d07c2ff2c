import { Pool } from 'pg';
import { z } from 'zod';

/** Somebody of the demo company, and a topic that the policies let them hear and speak on. */
export type Member = { token: string; topic: string };

export type MemberSource = {
  ADMIN_DATABASE_URL: string;
  SUPABASE_URL: string;
  SUPABASE_PUBLISHABLE_KEY: string;
  DEMO_PEOPLE: { email: string; password: string }[];
};

/** Signs the first demo person in. @throws Error when there is nobody, or nobody who belongs to a workspace */
export async function signInMember(env: MemberSource): Promise<Member> {
  const [person] = env.DEMO_PEOPLE;
  if (person === undefined) throw new Error('The instance has no demo people');
  const answer = await fetch(`${env.SUPABASE_URL}/auth/v1/token?grant_type=password`, {
    method: 'POST',
    headers: { apikey: env.SUPABASE_PUBLISHABLE_KEY, 'content-type': 'application/json' },
    body: JSON.stringify(person),
  });
  const { access_token: token, user } = z
    .object({ access_token: z.string(), user: z.object({ id: z.string() }) })
    .parse(await answer.json());
  const pool = new Pool({ connectionString: env.ADMIN_DATABASE_URL, max: 1 });
  try {
    const { rows } = await pool.query<{ topic: string }>(
      `select 'peer:workspace:' || w.id || ':' || w.epoch as topic
         from public.memberships m
         join public.workspaces w on w.id = m.workspace_id
         join public.roles r on r.workspace_id = m.workspace_id and r.id = m.role_id
        where m.user_id = $1 and m.status = 'active' and r.is_insider and w.min_aal = 'aal1' limit 1`,
      [user.id],
    );
    const [found] = rows;
    if (found === undefined) throw new Error(`${person.email} belongs to no workspace`);
    return { token, topic: found.topic };
  } finally {
    await pool.end();
  }
}
