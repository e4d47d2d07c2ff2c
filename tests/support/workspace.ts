import { randomUUID } from 'node:crypto';

import { foundWorkspace } from '@/lib/workspaces/found-workspace';

import type { TestDb } from './database';
import { as, createPerson, type TestPerson } from './people';

export type TestWorkspace = {
  id: string;
  slug: string;
  owner: TestPerson;
  ownerMemberId: string;
  general: string;
  /** Adds a person with a built-in role, as if they had accepted an invitation. */
  join: (name: string, role?: string) => Promise<TestPerson & { memberId: string }>;
};

/** A workspace founded through the command, with its owner and #general. */
export async function createWorkspace(db: TestDb, ownerName = 'Ada'): Promise<TestWorkspace> {
  const owner = await createPerson(db, ownerName);
  const id = randomUUID();
  const slug = `w-${id.slice(0, 8)}`;
  await as(owner).run(foundWorkspace, { id, slug, name: `${ownerName}'s` });
  const [row] = await db.admin<{ member: string; general: string }>(
    `select m.id as member, c.id as general from memberships m join conversations c on c.workspace_id = m.workspace_id
     where m.workspace_id = $1`,
    [id],
  );
  if (!row) throw new Error('the workspace has no owner or no #general');
  return {
    id,
    slug,
    owner,
    ownerMemberId: row.member,
    general: row.general,
    join: async (name, role = 'member') => {
      const person = await createPerson(db, name);
      const [membership] = await db.admin<{ id: string }>(
        `insert into memberships (workspace_id, user_id, role_id, name)
         select $1, $2, r.id, $3 from roles r where r.workspace_id = $1 and r.key = $4 returning id`,
        [id, person.userId, name, role],
      );
      if (!membership) throw new Error(`there is no role ${role}`);
      return { ...person, memberId: membership.id };
    },
  };
}
