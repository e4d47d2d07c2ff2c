// The demo company, for a new embedded database: `node --import tsx scripts/seed.ts` with the app's environment,
// ADMIN_DATABASE_URL and PARLEY_DATA_DIR. Everything is made through Auth's API and the app's own commands, so that
// every rule holds; only the times are set back afterwards. Cut short, it goes on where it stopped.
import { Client } from 'pg';

import { pool } from '@/lib/core/db';

import { writePrivateFile } from '../supabase/local/data-dir.ts';
import { dataDirOf, instanceFile } from './lib/instance-files.ts';
import { ACME_CALLS, type SeedCall } from './seed/calls.ts';
import { companyOf } from './seed/company.ts';
import { ACME_CONVERSATIONS, GLOBEX_CONVERSATIONS } from './seed/conversations.ts';
import { dateBack, type Filled } from './seed/date-back.ts';
import { fillCall } from './seed/fill-calls.ts';
import { fillConversation } from './seed/fill-conversation.ts';
import { foundCompany } from './seed/found-company.ts';
import { ACME_PEOPLE, DEMO_LOGINS, DEMO_PASSWORD, GLOBEX_PEOPLE } from './seed/people.ts';
import type { SeedConversation } from './seed/seed-conversation.ts';
import { seedId } from './seed/seed-id.ts';
import { signInPeople, type SignedIn } from './seed/sign-in-people.ts';

const COMPANIES = [
  {
    slug: 'acme',
    name: 'Acme Events',
    people: ACME_PEOPLE,
    conversations: ACME_CONVERSATIONS,
    calls: ACME_CALLS,
  },
  { slug: 'globex', name: 'Globex', people: GLOBEX_PEOPLE, conversations: GLOBEX_CONVERSATIONS, calls: [] },
] as const;
const EVERYBODY = [...ACME_PEOPLE, ...GLOBEX_PEOPLE];

/** Setting the times back is the last step, so an Acme as old as that is complete (or somebody's own). */
const IS_DONE = `select exists (
  select from workspaces where slug = 'acme' and (id <> $1 or created_at < now() - interval '7 days')) as done`;

async function isDone(admin: Client): Promise<boolean> {
  const { rows } = await admin.query<{ done: boolean }>(IS_DONE, [seedId('acme')]);
  return rows[0]?.done ?? false;
}

async function fill({ persons }: SignedIn, which: (typeof COMPANIES)[number]): Promise<Filled> {
  const { slug, name, people } = which;
  const insiders = people
    .filter(({ role }) => role !== 'client' && role !== 'consultant')
    .map(({ key }) => key);
  const company = companyOf({ id: seedId(slug), slug, name, insiders }, persons);
  const memberIds = await foundCompany(company, people);
  const written: readonly SeedConversation[] = which.conversations;
  const conversations = await Promise.all(
    written.map(async (conversation) => ({
      ...(await fillConversation(company, conversation, memberIds)),
      written: conversation,
    })),
  );
  const met: readonly SeedCall[] = which.calls;
  const calls: { id: string; written: SeedCall }[] = [];
  for (const call of met) calls.push({ id: await fillCall(company, call, memberIds), written: call });
  return { workspaceId: company.id, conversations, calls };
}

async function seed(admin: Client): Promise<void> {
  const signedIn = await signInPeople(EVERYBODY);
  const filled = await Promise.all(COMPANIES.map(async (company) => await fill(signedIn, company)));
  await dateBack(admin, filled, new Date());
  await signedIn.signOut();
}

async function writeDemoPeople(): Promise<void> {
  const people = DEMO_LOGINS.map(({ key, note }) => {
    const { name = '', email = '' } = EVERYBODY.find((person) => person.key === key) ?? {};
    return { key, name, email, password: DEMO_PASSWORD, note };
  });
  await writePrivateFile(
    instanceFile.demoPeople(dataDirOf(process.env)),
    `${JSON.stringify(people, null, 2)}\n`,
  );
}

const admin = new Client({ connectionString: process.env['ADMIN_DATABASE_URL'] });
await admin.connect();
try {
  if (!(await isDone(admin))) await seed(admin);
  await writeDemoPeople();
} finally {
  await admin.end();
  await pool().end();
}
