import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { type Conversation, conversation, type Message, message, messagePage } from '@/lib/chat/schemas';
import { member, workspaceFrame } from '@/lib/workspaces/schemas';

import { type Account, createAccount } from './account';
import { arrange } from './api';

export type Member = Account & { memberId: string };

/** A workspace with its owner and #general. */
export type Workspace = { id: string; slug: string; name: string; owner: Member; general: string };

const memberIn = async (account: Account, workspace: string): Promise<Member> => {
  const frame = workspaceFrame.parse(await arrange(account, 'GET', '/organizations/current', { workspace }));
  return { ...account, memberId: frame.me.id };
};

export async function listConversations(account: Account, workspace: string): Promise<Conversation[]> {
  const answer = await arrange(account, 'GET', '/team-chat/conversations', { workspace });
  return z.object({ conversations: z.array(conversation) }).parse(answer).conversations;
}

/** Founds a workspace with a name and address of its own. The owner's first-run checklist is put away. */
export async function createWorkspace(owner: Account, name = 'Acme'): Promise<Workspace> {
  const id = randomUUID();
  const slug = `${name.toLowerCase()}-${id.slice(0, 8)}`;
  await arrange(owner, 'POST', '/organizations', { body: { id, slug, name } });
  await arrange(owner, 'PATCH', '/users/me', { workspace: id, body: { isChecklistHidden: true } });
  const [general] = await listConversations(owner, id);
  if (general === undefined) throw new Error('a new workspace has no #general');
  return { id, slug, name, owner: await memberIn(owner, id), general: general.id };
}

export async function makeInvitation(workspace: Workspace, role = 'member'): Promise<string> {
  const answer = await arrange(workspace.owner, 'POST', '/invitations/links', {
    workspace: workspace.id,
    body: { id: randomUUID(), role },
  });
  return z.object({ url: z.url() }).parse(answer).url;
}

/** Lets somebody in by an invitation link. */
export async function join(workspace: Workspace, account: Account, role = 'member'): Promise<Member> {
  const token = (await makeInvitation(workspace, role)).split('/').at(-1);
  await arrange(account, 'POST', '/invitations/accept', { body: { token } });
  await arrange(account, 'PATCH', '/users/me', {
    workspace: workspace.id,
    body: { isChecklistHidden: true },
  });
  return await memberIn(account, workspace.id);
}

/** A workspace of Ada with Bo as a member. */
export async function createTeam(): Promise<{ workspace: Workspace; ada: Member; bo: Member }> {
  const workspace = await createWorkspace(await createAccount('Ada Park'));
  const bo = await join(workspace, await createAccount('Bo Lind'));
  return { workspace, ada: workspace.owner, bo };
}

export async function post(
  author: Member,
  { id: workspace, general }: Workspace,
  body: string,
  conversationId = general,
): Promise<Message> {
  const input = { id: randomUUID(), conversationId, body };
  return message.parse(await arrange(author, 'POST', '/team-chat/messages', { workspace, body: input }));
}

export async function createChannel(
  { id: workspace, owner }: Workspace,
  name: string,
  kind: 'public' | 'private' = 'public',
): Promise<string> {
  const id = randomUUID();
  await arrange(owner, 'POST', '/team-chat/channels', { workspace, body: { id, name, kind } });
  return id;
}

export async function addToChannel(workspace: Workspace, id: string, memberIds: string[]): Promise<void> {
  await arrange(workspace.owner, 'POST', `/team-chat/channels/${id}/members`, {
    workspace: workspace.id,
    body: { memberIds },
  });
}

/** The direct conversation of somebody with others. */
export async function openDirect(
  from: Member,
  { id: workspace }: Workspace,
  ...to: Member[]
): Promise<string> {
  const body = { id: randomUUID(), memberIds: to.map(({ memberId }) => memberId) };
  const answer = await arrange(from, 'POST', '/team-chat/direct-messages', { workspace, body });
  return z.object({ id: z.uuid() }).parse(answer).id;
}

/** Every message of a conversation, in order. */
export async function readAll(
  reader: Account,
  workspace: string,
  conversationId: string,
): Promise<Message[]> {
  const messages: Message[] = [];
  for (let hasNewer = true; hasNewer;) {
    const after = messages.at(-1)?.seq ?? 0;
    const path = `/team-chat/channels/${conversationId}/messages?after=${after}&limit=100`;
    const page = messagePage.parse(await arrange(reader, 'GET', path, { workspace }));
    messages.push(...page.messages);
    ({ hasNewer } = page);
  }
  return messages;
}

export async function listPeople(account: Account, workspace: string): Promise<z.infer<typeof member>[]> {
  const answer = await arrange(account, 'GET', '/users', { workspace });
  return z.object({ members: z.array(member) }).parse(answer).members;
}
