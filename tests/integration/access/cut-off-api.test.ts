import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { ENDPOINTS, restApi } from '@/lib/api';
import { changeChannel } from '@/lib/chat/change-channel';
import { addChannelMembers, removeChannelMember } from '@/lib/chat/change-members';
import { createChannel } from '@/lib/chat/create-channel';
import { postMessage } from '@/lib/chat/post-message';
import { cutOff } from '@/lib/core/auth/cut-off';
import { joinCall, startCall } from '@/lib/meetings/calls';
import { changeMember } from '@/lib/workspaces/change-member';
import { callInput } from '@/tests/support/call-input';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { uploadedFile } from '@/tests/support/files';
import { as } from '@/tests/support/people';
import { startSignInServer, type SignInServer } from '@/tests/support/sign-in-server';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

type Way = {
  role?: string;
  lose: (scene: Scene) => Promise<unknown>;
  isAsked: (endpoint: Endpoint) => boolean;
  codes: string[];
};
type Endpoint = (typeof ENDPOINTS)[number];
type Scene = Awaited<ReturnType<typeof setScene>>;

let db: TestDb;
let auth: SignInServer;
beforeAll(async () => {
  auth = await startSignInServer();
  db = await openDatabase({ SUPABASE_URL: auth.url });
});
afterAll(async () => {
  await db.close();
  await auth.close();
});

/** A channel with Olga's message and call in it, and Bo, who sits there, and whose token stays good whatever happens to him. */
async function setScene(kind: 'public' | 'private', role: string) {
  const home: TestWorkspace = await createWorkspace(db, 'Olga');
  const bo = await home.join('Bo', role);
  const owner = as(home.owner, home.id);
  const id: string = randomUUID();
  await owner.run(createChannel, { id, name: 'plan', kind });
  await owner.run(addChannelMembers, { id, memberIds: [bo.memberId] });
  const file = await uploadedFile(db, home.id, home.owner, { purpose: 'attachment', conversationId: id });
  const { id: message } = await owner.run(postMessage, {
    id: randomUUID(),
    conversationId: id,
    body: 'the offer',
    files: [file],
  });
  const call = await owner.run(startCall, { id: randomUUID(), conversationId: id });
  const seatId: string = randomUUID();
  const seat = { callId: call.id, seatId, isMuted: false, isCameraOn: true };
  await as(bo, home.id).run(joinCall, { room_code: call.code, ...seat });
  const calls = callInput({ code: call.code, callId: call.id, seatId });
  return { home, bo, id, message, file, calls, token: await auth.token(bo.claims) };
}

const ofWorkspace = ({ scope }: Endpoint) => scope === 'workspace';
const ofConversation = ({ path }: Endpoint) =>
  /^\/(team-chat\/(channels\/|messages)|meeting-rooms\/|calls\/|files)/.test(path);
const change = ({ home, bo }: Scene, input: { status?: 'suspended' | 'removed'; role?: string }) =>
  as(home.owner, home.id).run(changeMember, { id: bo.memberId, ...input });
const take = ({ home, bo, id }: Scene) =>
  as(home.owner, home.id).run(removeChannelMember, { id, memberId: bo.memberId });

const WAYS: Record<string, Way & { kind: 'public' | 'private' }> = {
  suspended: {
    kind: 'private',
    lose: (scene) => change(scene, { status: 'suspended' }),
    isAsked: ofWorkspace,
    codes: ['not_found'],
  },
  'removed from the workspace': {
    kind: 'public',
    lose: (scene) => change(scene, { status: 'removed' }),
    isAsked: ofWorkspace,
    codes: ['not_found'],
  },
  'signed out everywhere': {
    kind: 'private',
    lose: async ({ bo }) => {
      await db.admin('delete from auth.sessions where user_id = $1', [bo.userId]);
      await cutOff(bo.userId);
    },
    isAsked: ({ scope }) => scope !== 'anyone',
    codes: ['session_ended'],
  },
  'taken out of a private channel': {
    kind: 'private',
    lose: take,
    isAsked: ofConversation,
    codes: ['not_found', 'forbidden'],
  },
  'taken out of a public channel, as an outsider': {
    kind: 'public',
    role: 'guest',
    lose: take,
    isAsked: ofConversation,
    codes: ['not_found', 'forbidden'],
  },
  'made an outsider': {
    kind: 'public',
    lose: async (scene) => {
      await take(scene);
      await change(scene, { role: 'guest' });
    },
    isAsked: ofConversation,
    codes: ['not_found', 'forbidden'],
  },
  'outside when a channel turned private': {
    kind: 'public',
    lose: async (scene) => {
      await take(scene);
      await as(scene.home.owner, scene.home.id).run(changeChannel, { id: scene.id, kind: 'private' });
    },
    isAsked: ofConversation,
    codes: ['not_found', 'forbidden'],
  },
};

/** No fault, and it tells nothing: no reaction is left to take back, no seat to leave or to send from. */
const EMPTY = [
  'delete /team-chat/messages/{id}/reactions/{emoji}: {"version":0}',
  'delete /calls/{call_id}/seats/{seatId}: {}',
  'post /calls/{call_id}/signals: {"isTaken":false}',
];

const failure = z.object({ error: z.object({ code: z.string() }) });

/** The error code with which an endpoint answers plausible input; the answer itself where it is none. */
async function answerOf(
  { method, path }: Endpoint,
  { home, bo, id, message, file, calls, token }: Scene,
): Promise<string> {
  const objects = { messages: message, users: bo.memberId, files: file };
  const [, object = id] = Object.entries(objects).find(([kind]) => path.includes(`/${kind}/`)) ?? [];
  const others = { memberId: bo.memberId, emoji: '👍', feature: 'chat' };
  const values: Record<string, string> = { id: object, ...others, ...calls.values };
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const body = {
    id: randomUUID(),
    slug: `s-${randomUUID().slice(0, 8)}`,
    conversationId: id,
    body: 'x',
    name: 'x',
    seq: 1,
    purpose: 'attachment',
    sizeBytes: 10,
    fileId: randomUUID(),
    isMuted: true,
    memberIds: [bo.memberId],
    emails: ['x@example.com'],
    role: 'guest',
    isEnabled: true,
    title: 'x',
    deviceId: randomUUID(),
    state: 'active',
    watch: [bo.memberId],
    token: 'x'.repeat(43),
    ...calls.body,
    ...(path === '/calls/{call_id}/status' ? { status: calls.status } : {}),
  };
  const query = method === 'get' ? `?q=offer&since=0${calls.query}` : '';
  const response = await restApi().fetch(
    new Request(`http://localhost:3000/api/v1${address}${query}`, {
      method: method.toUpperCase(),
      headers: {
        host: 'localhost:3000',
        authorization: `Bearer ${token}`,
        'parley-workspace': home.id,
        'content-type': 'application/json',
      },
      ...(method === 'get' ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const answer: unknown = await response.json();
  const { success, data } = failure.safeParse(answer);
  return success ? data.error.code : JSON.stringify(answer);
}

it.each(Object.entries(WAYS))(
  'who is %s gets nothing from any endpoint, with a good token',
  async (_, way) => {
    const scene = await setScene(way.kind, way.role ?? 'member');
    const asked = ENDPOINTS.filter((endpoint) => way.isAsked(endpoint));
    expect(asked.length).toBeGreaterThan(12);
    await way.lose(scene);
    const others: string[] = [];
    for (const endpoint of asked) {
      const answer = await answerOf(endpoint, scene);
      if (!way.codes.includes(answer)) others.push(`${endpoint.method} ${endpoint.path}: ${answer}`);
    }
    expect(others).toEqual(ofConversation === way.isAsked ? EMPTY : []);
    const lists = JSON.stringify(
      await Promise.all(
        ENDPOINTS.filter(
          ({ path, method }) =>
            method === 'get' &&
            /^\/(team-chat\/(conversations|channels|search)|meeting-rooms|calls)$/.test(path),
        ).map((endpoint) => answerOf(endpoint, scene)),
      ),
    );
    expect(lists).not.toContain(scene.id);
    expect(lists).not.toContain('offer');
  },
);
