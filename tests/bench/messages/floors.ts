import { Client } from 'pg';
import { uuidv7 } from 'uuidv7';

import type { Dweller, House } from '../support/house.ts';
import { monotonicMs, timeMs } from '../support/report.ts';

export const BODY =
  'Finance is **fine** with the new cap of `€1,500`, see [the sheet](https://acme.example/sheet).';

/** A database connection that posts as somebody: the least that a server could do. */
export type BareWriter = { post: () => Promise<void>; close: () => Promise<void> };

/** Begin, claims and role, insert under row-level security with all triggers, commit. */
export async function openBareWriter(
  house: House,
  { claims, memberId }: Dweller,
  conversationId: string,
): Promise<BareWriter> {
  const web = new Client({ connectionString: house.webUrl });
  await web.connect();
  return {
    post: async () => {
      await web.query('begin');
      await web.query(
        `select set_config('request.jwt.claims', $1, true), set_config('role', 'authenticated', true)`,
        [claims],
      );
      await web.query(
        'insert into messages (workspace_id, id, conversation_id, author_id, body) values ($1, $2, $3, $4, $5)',
        [house.workspaceId, uuidv7(), conversationId, memberId, BODY],
      );
      await web.query('commit');
    },
    close: async () => await web.end(),
  };
}

/** Milliseconds of each of `count` posts, one after the other. */
export async function timePosts(post: () => Promise<unknown>, count: number): Promise<number[]> {
  const samples: number[] = [];
  while (samples.length < count) samples.push(await timeMs(post));
  return samples;
}

/** Posts a second when everybody posts one after the other for this long. */
export async function throughput(
  posts: readonly (() => Promise<unknown>)[],
  lengthMs: number,
): Promise<number> {
  const startedMs = monotonicMs();
  let done = 0;
  const write = async (post: () => Promise<unknown>): Promise<void> => {
    while (monotonicMs() - startedMs < lengthMs) {
      await post();
      done += 1;
    }
  };
  await Promise.all(posts.map(write));
  return (done * 1000) / (monotonicMs() - startedMs);
}
