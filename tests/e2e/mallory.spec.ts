import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { call as liveCall } from '@/lib/meetings/schemas';
import { workspaceFrame } from '@/lib/workspaces/schemas';

import { callInput } from '../support/call-input';
import { type Account, createAccount, enter } from './support/account';
import { arrange, callApi } from './support/api';
import { listApiPaths } from './support/api-document';
import { openAs } from './support/chat';
import { nothingHere } from './support/pages';
import { probeTopics } from './support/raw-topics';
import { expect, test } from './support/test';
import {
  addToChannel,
  createChannel,
  createTeam,
  createWorkspace,
  listConversations,
  post,
  type Workspace,
} from './support/workspace';

/** Acme with a public and a private channel, each with a message, and a call; and Mallory, who owns another workspace. */
async function createTarget() {
  const { workspace, ada, bo } = await createTeam();
  const plan = await createChannel(workspace, 'plan', 'private');
  await addToChannel(workspace, plan, [bo.memberId]);
  const message = await post(ada, workspace, 'the offer is 40,000', plan);
  const mallory = await createWorkspace(await createAccount('Mallory Finch'), 'Finch');
  return { workspace, ada, bo, plan, message, mallory };
}

/** A call in a conversation, and a seat in it. */
async function holdCall({ id: workspace }: Workspace, person: Account, conversationId: string) {
  const input = { id: randomUUID(), conversationId };
  const answer = await arrange(person, 'POST', '/calls/initiate', { workspace, body: input });
  const { code, id: callId, topicName } = liveCall.parse(answer);
  const body = { callId, seatId: randomUUID(), isMuted: false, isCameraOn: true };
  await arrange(person, 'POST', `/meeting-rooms/${code}/join`, { workspace, body });
  return { ...callInput({ code, ...body }), topicName };
}

const NOTHING_DONE: Record<string, string> = {
  'chat.remove-reaction': '{"version":0}',
  'meetings.leave-call': '{}',
  'meetings.send-signals': '{"isTaken":false}',
};

const failure = z.object({ error: z.object({ code: z.string() }) });

/** The error code of an answer, or what it said instead. */
function codeOf(body: unknown): string {
  const { success, data } = failure.safeParse(body);
  return success ? data.error.code : JSON.stringify(body);
}

test('no page of a workspace opens for the owner of another', async ({ page, problems }) => {
  problems.expect(/status of 404/);
  const { workspace, plan, mallory } = await createTarget();
  const { slug, general } = workspace;
  await openAs(page, mallory.owner, mallory, mallory.general);
  const addresses = [
    '',
    '/chat',
    `/chat/${general}`,
    `/chat/${plan}`,
    `/chat/${plan}?at=1`,
    '/people',
    '/people?invite',
    '/settings',
    '/settings/audit',
  ];
  // The frame of her own workspace is on its way (200) before it turns out that the conversation is not hers.
  const expected = [
    ...addresses.map((path) => [`/w/${slug}${path}`, 404] as const),
    [`/w/${mallory.slug}/chat/${plan}`, 200] as const,
  ];
  for (const [address, status] of expected) {
    const response = await page.goto(address);
    expect([address, response?.status()]).toEqual([address, status]);
    await expect(nothingHere(page)).toBeVisible();
    const source = (await response?.text()) ?? '';
    for (const secret of ['Acme', 'Ada Park', 'Bo Lind', 'plan', '40,000'])
      expect([address, source.replaceAll(slug, '').includes(secret)]).toEqual([address, false]);
  }
});

test('no topic of a workspace speaks to the owner of another', async ({ page }) => {
  const { workspace, ada, bo, plan, mallory } = await createTarget();
  const frame = workspaceFrame.parse(
    await arrange(ada, 'GET', '/organizations/current', { workspace: workspace.id }),
  );
  const conversations = await listConversations(ada, workspace.id);
  const { topicName: roomTopic } = await holdCall(workspace, ada, plan);
  const records = [
    frame.workspaceTopic ?? '',
    frame.userTopic,
    roomTopic,
    ...conversations.map(({ topicName }) => topicName),
  ];
  const foreign = [...records, ...records.map((topic) => `peer:${topic}`)];
  const [own] = await listConversations(mallory.owner, mallory.id);
  const ownTopic = own?.topicName ?? '';

  await openAs(page, mallory.owner, mallory, mallory.general);
  const probe = await probeTopics(page, mallory.owner.place, [...foreign, ownTopic]);
  const expected = Object.fromEntries(foreign.map((topic) => [topic, 'error']));
  await expect.poll(probe.joined, { timeout: 20_000 }).toEqual({ ...expected, [ownTopic]: 'ok' });

  await post(bo, workspace, 'the offer is 41,000', plan);
  await post(ada, workspace, `<@${bo.memberId}> see the offer of 42,000`);
  // What is sent later on her own topic has passed behind it.
  await post(mallory.owner, mallory, 'note to myself');
  await expect.poll(probe.heard).toContain('note to myself');
  expect(await probe.heard()).not.toMatch(/offer|41,000|42,000/);
});

test('no path of the API answers the owner of another workspace', async () => {
  const { workspace, ada, bo, plan, message, mallory } = await createTarget();
  const calls = await holdCall(workspace, ada, plan);
  const paths = (await listApiPaths()).filter(({ isInWorkspace }) => isInWorkspace);
  expect(paths.length).toBeGreaterThan(30);
  const body = {
    id: randomUUID(),
    conversationId: plan,
    body: 'x',
    name: 'x',
    seq: 1,
    memberIds: [bo.memberId],
    emails: ['x@example.com'],
    isEnabled: false,
    title: 'x',
    purpose: 'attachment',
    sizeBytes: 10,
    fileId: randomUUID(),
    isMuted: true,
    status: 'removed',
    deviceId: randomUUID(),
    state: 'active',
    ...calls.body,
  };
  const fill = (path: string): string => {
    const id = path.includes('/messages/') ? message.id : path.startsWith('/users') ? bo.memberId : plan;
    const others = { id, emoji: '👍', feature: 'chat', memberId: bo.memberId };
    const values: Record<string, string> = { ...others, ...calls.values };
    return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  };
  const outcome = async ({ method, path }: (typeof paths)[number], address: string) => {
    const status = path === '/calls/{call_id}/status' ? calls.status : body.status;
    const input = method === 'GET' ? {} : { body: { ...body, status } };
    const query = method === 'GET' ? `?q=offer&since=0${calls.query}` : '';
    const call = await callApi(mallory.owner, method, `${fill(path)}${query}`, {
      workspace: address,
      ...input,
    });
    return `${method} ${path}: ${codeOf(call.body)}`;
  };
  for (const path of paths) {
    const refused = `${path.method} ${path.path}: not_found`;
    expect(await outcome(path, workspace.id)).toBe(refused);
    expect(await outcome(path, workspace.slug)).toBe(refused);
    // Ids of the first workspace, named in her own. To take back, leave or write to what is not there is no fault.
    const inHerOwn = refused.replace('not_found', NOTHING_DONE[path.name] ?? 'not_found');
    if (/\{(id|call_id|room_code)\}/.test(path.path)) expect(await outcome(path, mallory.id)).toBe(inHerOwn);
  }
  const search = await callApi(mallory.owner, 'GET', '/team-chat/search?q=offer', { workspace: mallory.id });
  expect(search).toEqual({ status: 200, body: { messages: [] } });
});

test('a form of another origin changes nothing, although the browser sends the cookies', async ({
  page,
  problems,
}) => {
  problems.expect(/status of (403|500)/);
  const mallory: Workspace = await createWorkspace(await createAccount('Nora'), 'Nora');
  await enter(page.context(), mallory.owner);
  await page.goto('/w/new');
  // What a stranger's page would copy from our own form of that address.
  const action = await page
    .locator('input[type="hidden"][name^="$ACTION"]')
    .evaluateAll((fields) => fields.map((field) => field.outerHTML).join(''));
  const { url } = mallory.owner.place;
  const slug = `forged-${randomUUID().slice(0, 8)}`;
  const fields = `<input name="id" value="${randomUUID()}"><input name="name" value="Forged"><input name="slug" value="${slug}">`;
  const forms = {
    api: `<form method="post" enctype="text/plain" action="${url}/api/v1/organizations"><input name='{"id":"${randomUUID()}","name":"Forged","slug":"${slug}","x":"' value='"}'><button>Send</button></form>`,
    action: `<form method="post" enctype="multipart/form-data" action="${url}/w/new">${action}${fields}<button>Send</button></form>`,
  };
  for (const form of Object.values(forms)) {
    // Another port: another origin, yet the same site, so that even strict cookies come along.
    await page.route('http://localhost:9999/', async (route) => {
      await route.fulfill({ contentType: 'text/html', body: form });
    });
    await page.goto('http://localhost:9999/');
    const answer = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button', { name: 'Send' }).click();
    expect([403, 500]).toContain((await answer).status());
    await page.unroute('http://localhost:9999/');
  }
  const listed = JSON.stringify(await arrange(mallory.owner, 'GET', '/organizations'));
  expect(listed).not.toContain('forged');
});
