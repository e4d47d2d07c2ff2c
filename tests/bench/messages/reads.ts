import { randomUUID } from 'node:crypto';

import { drizzle } from 'drizzle-orm/node-postgres';
import { Client } from 'pg';
import type { z } from 'zod';

import { listConversations, listMessages, openConversation } from '@/lib/chat/queries';
import type { Actor, Person } from '@/lib/core/caller';
import type { Query } from '@/lib/core/command';

import { runs } from '../../support/soak.ts';
import type { Dweller, House } from '../support/house.ts';
import { median, report, timeMs } from '../support/report.ts';
import { fillConversation, fillInbox } from './fill.ts';

const FEW = 10_000;
const MANY = runs(500_000, 2_000_000);
const PEERS = 4;
const CONVERSATIONS = 200;
const ROUNDS = 200;
const WARM_UP = 20;
/** `execute` counts the call against its limit, in a statement of its own. */
const STATEMENTS_OF_EXECUTE = 1;

const SET_CLAIMS = `select set_config('request.jwt.claims', $1, true)`;
const SET_CLAIMS_AND_ROLE = `${SET_CLAIMS}, set_config('role', 'authenticated', true)`;

type Statement = { text: string; values: unknown[] };
type Read = (context: Parameters<Query<'workspace', z.ZodObject, z.ZodType>['run']>[0]) => Promise<unknown>;

/** An operation with its input, as `execute` would run it. */
function read<I extends z.ZodObject, O extends z.ZodType>(
  operation: Query<'workspace', I, O>,
  input: z.input<I>,
): Read {
  return async (context) =>
    operation.output.parse(await operation.run(context, operation.input.parse(input)));
}

/** The same reads by the app's role under row-level security, and by a role that is past it. */
class Readers {
  private readonly house: House;
  private readonly reader: Dweller;
  private readonly web: Client;
  private readonly admin: Client;

  constructor(house: House, reader: Dweller) {
    this.house = house;
    this.reader = reader;
    this.web = new Client({ connectionString: house.webUrl });
    this.admin = new Client({ connectionString: house.adminUrl });
  }

  async open(): Promise<void> {
    await this.web.connect();
    await this.admin.connect();
  }

  async close(): Promise<void> {
    await this.web.end();
    await this.admin.end();
  }

  /** The statements of reads, besides begin, claims and commit. */
  async statementsOf(reads: readonly Read[]): Promise<Statement[]> {
    const { memberId, userId, sessionId, token, claims } = this.reader;
    const statements: Statement[] = [];
    const logger = {
      logQuery: (text: string, values: unknown[]) => {
        statements.push({ text, values });
      },
    };
    const person: Person = {
      userId,
      sessionId,
      email: '',
      aal: 'aal1',
      isAnonymous: false,
      token,
      claims: JSON.parse(claims),
    };
    const actor: Actor = {
      workspaceId: this.house.workspaceId,
      memberId,
      role: 'member',
      rank: 40,
      isInsider: true,
      permissions: [],
      features: ['chat'],
    };
    const origin = { requestId: randomUUID(), address: '127.0.0.1' };
    await this.transact(this.web, SET_CLAIMS_AND_ROLE, async () => {
      const db = drizzle(this.web, { logger });
      for (const one of reads) await one({ db, origin, person, actor, after: () => undefined });
    });
    return statements;
  }

  /** Milliseconds at the median: the whole transaction of each role, in turn, so that both meet the same machine. */
  async compare(
    statements: readonly Statement[],
  ): Promise<{ person: number; admin: number; inside: number }> {
    const personMs: number[] = [];
    const adminMs: number[] = [];
    const insideMs: number[] = [];
    const replay = async (client: Client): Promise<void> => {
      for (const { text, values } of statements) await client.query(text, values);
    };
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      let inside = 0;
      const asPerson = await timeMs(
        async () =>
          await this.transact(this.web, SET_CLAIMS_AND_ROLE, async () => {
            inside = await timeMs(async () => await replay(this.web));
          }),
      );
      const asAdmin = await timeMs(
        async () => await this.transact(this.admin, SET_CLAIMS, async () => await replay(this.admin)),
      );
      if (round < 0) continue;
      personMs.push(asPerson);
      adminMs.push(asAdmin);
      insideMs.push(inside);
    }
    return { person: median(personMs), admin: median(adminMs), inside: median(insideMs) };
  }

  private async transact(client: Client, enter: string, work: () => Promise<void>): Promise<void> {
    await client.query('begin');
    await client.query(enter, [this.reader.claims]);
    await work();
    await client.query('commit');
  }
}

/** Opening and scrolling a conversation that grows, and the inbox. */
export async function measureReads(house: House): Promise<void> {
  const people = await house.admit(1 + PEERS, 1);
  const [reader, ...others] = people.flat();
  if (reader === undefined) throw new Error('nobody reads');
  const id = await house.channel();
  await house.owner.call('POST', `/team-chat/channels/${id}/members`, { memberIds: [reader.memberId] });
  const readers = new Readers(house, reader);
  await readers.open();
  try {
    const opening = [read(openConversation, { id })];
    const scrolling = [read(listMessages, { id, before: FEW / 2 })];

    await fillConversation(house, others[0] ?? reader, id, FEW);
    const statements = await readers.statementsOf(opening);
    report({
      name: 'messages.open-conversation.statements',
      value: statements.length + opening.length * STATEMENTS_OF_EXECUTE,
      unit: 'statements',
      aim: { atMost: 4 },
    });
    const few = await readers.compare(statements);
    const access = { atMostTimesFloor: 1.5 };
    report({
      name: 'messages.open-conversation.access.p50',
      value: few.person,
      unit: 'ms',
      floor: few.admin,
      aim: access,
    });
    const scroll = await readers.compare(await readers.statementsOf(scrolling));
    report({
      name: 'messages.scroll-back.access.p50',
      value: scroll.person,
      unit: 'ms',
      floor: scroll.admin,
      aim: access,
    });

    await fillConversation(house, others[0] ?? reader, id, MANY);
    const many = await readers.compare(await readers.statementsOf(opening));
    report({
      name: `messages.open-conversation.${MANY}-against-${FEW}.p50`,
      value: many.person,
      unit: 'ms',
      floor: few.person,
      aim: access,
    });

    await fillInbox(house, reader, others, CONVERSATIONS);
    const inbox = await readers.compare(await readers.statementsOf([read(listConversations, {})]));
    report({ name: 'messages.inbox.p50', value: inbox.inside, unit: 'ms', aim: { atMost: 15 } });
    report({
      name: 'messages.inbox.access.p50',
      value: inbox.person,
      unit: 'ms',
      floor: inbox.admin,
      aim: access,
    });
  } finally {
    await readers.close();
  }
}
