// Posting through the API against the floor: the bare transaction that inserts the row under row-level security,
// triggers included. One writer, blocks of each in turn, so that both meet the same machine.
import { Client } from 'pg';
import { uuidv7 } from 'uuidv7';

import { openHouse } from './support/house.ts';
import { median, report, timeMs } from './support/report.ts';

const BLOCKS = 10;
/** Below the posting limit, which is forgotten before each block. */
const BLOCK = 40;
const BODY = 'Finance is **fine** with the new cap of `€1,500`, see [the sheet](https://acme.example/sheet).';

const house = await openHouse();
const admin = new Client({ connectionString: house.adminUrl });
const web = new Client({ connectionString: house.webUrl });
await admin.connect();
await web.connect();

async function postBare(): Promise<void> {
  await web.query('begin');
  await web.query(
    `select set_config('request.jwt.claims', $1, true), set_config('role', 'authenticated', true)`,
    [house.claims],
  );
  await web.query(
    'insert into messages (workspace_id, id, conversation_id, author_id, body) values ($1, $2, $3, $4, $5)',
    [house.workspaceId, uuidv7(), house.conversationId, house.memberId, BODY],
  );
  await web.query('commit');
}

const postThroughApi = async (): Promise<unknown> =>
  await house.call('POST', '/team-chat/messages', {
    id: uuidv7(),
    conversationId: house.conversationId,
    body: BODY,
  });

const bareMs: number[] = [];
const apiMs: number[] = [];
try {
  // The first block warms both up.
  for (let block = 0; block <= BLOCKS; block += 1) {
    await admin.query('delete from private.rate_limits');
    for (let n = 0; n < BLOCK; n += 1) {
      const bare = await timeMs(postBare);
      if (block > 0) bareMs.push(bare);
    }
    for (let n = 0; n < BLOCK; n += 1) {
      const api = await timeMs(postThroughApi);
      if (block > 0) apiMs.push(api);
    }
  }
} finally {
  await admin.end();
  await web.end();
}
report({ name: 'messages.post.p50', value: median(apiMs), unit: 'ms', floor: median(bareMs), aim: 4 });
