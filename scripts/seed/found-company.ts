import { randomUUID } from 'node:crypto';

import { takePicture } from '@/lib/files/take-picture';
import { setStatus } from '@/lib/presence/set-status';
import { acceptInvitation } from '@/lib/workspaces/accept-invitation';
import { changeMe } from '@/lib/workspaces/change-member';
import { foundWorkspace } from '@/lib/workspaces/found-workspace';
import { createInvitationLink } from '@/lib/workspaces/invite';
import { listMembers } from '@/lib/workspaces/queries';

import type { Company } from './company.ts';
import type { ACME_PEOPLE, GLOBEX_PEOPLE, PersonKey } from './people.ts';
import { drawPortrait, PORTRAITS } from './portraits.ts';
import { sendUpload } from './send-upload.ts';

type Employee = (typeof ACME_PEOPLE | typeof GLOBEX_PEOPLE)[number];

async function invite({ as }: Company, owner: Employee, employee: Employee): Promise<void> {
  if (employee.role === 'owner') return;
  const { url } = await as(owner.key)(createInvitationLink, {
    id: randomUUID(),
    role: employee.role,
    maxUses: 1,
  });
  const token = new URL(url).pathname.split('/').at(-1) ?? '';
  await as(employee.key)(acceptInvitation, { token });
}

async function showFace(company: Company, key: PersonKey): Promise<void> {
  const portrait = PORTRAITS[key];
  if (portrait === undefined) return;
  const make = async () => await drawPortrait(portrait);
  const file = { name: `${key}.png`, mediaType: 'image/png', make };
  await company.as(key)(takePicture, { fileId: await sendUpload(company, key, file, { purpose: 'avatar' }) });
}

/** Of the week in which the demo is made. */
const STATUSES: readonly ({ key: PersonKey } & Words)[] = [
  { key: 'bo', emoji: '🏖️', text: 'Vacation', days: 3 },
  { key: 'mei', emoji: '📅', text: 'In a meeting', days: 1, availability: 'busy' },
  { key: 'noor', emoji: '🏡', text: 'Working from home' },
  { key: 'tom', emoji: '🚌', text: 'On the way to the venue', days: 1 },
  { key: 'lena', emoji: '🎤', text: 'At the fair', days: 2 },
];

type Words = { emoji: string; text: string; days?: number; availability?: 'busy' };

function sayOf({ emoji, text, days, availability }: Words, now: Date) {
  const end = new Date(now.getFullYear(), now.getMonth(), now.getDate() + (days ?? 0)).toISOString();
  const until = days === undefined ? null : end;
  return {
    custom: { emoji, text, until },
    ...(availability === undefined ? {} : { availability: { kind: availability, until } }),
  };
}

/**
 * Founds the workspace and brings its people in, the first of them as the owner.
 * @returns each person's member id.
 */
export async function foundCompany(
  company: Company,
  people: readonly Employee[],
): Promise<ReadonlyMap<PersonKey, string>> {
  const { as, id, slug, name } = company;
  const owner = people.find(({ role }) => role === 'owner');
  if (owner === undefined) throw new Error(`${name} has no owner`);
  await as(owner.key)(foundWorkspace, { id, slug, name });
  const before = await as(owner.key)(listMembers, {});
  const isIn = (employee: Employee): boolean =>
    before.members.some((member) => member.name === employee.name);
  for (const employee of people) if (!isIn(employee)) await invite(company, owner, employee);
  await Promise.all(
    people.map(async ({ key, title }) => as(key)(changeMe, { title, isChecklistHidden: key !== owner.key })),
  );

  await Promise.all(people.map(async ({ key }) => await showFace(company, key)));

  for (const { key, ...words } of STATUSES) {
    if (people.some((employee) => employee.key === key)) await as(key)(setStatus, sayOf(words, new Date()));
  }

  const { members } = await as(owner.key)(listMembers, {});
  const memberIds = new Map<PersonKey, string>();
  for (const employee of people) {
    const member = members.find((candidate) => candidate.name === employee.name);
    if (member === undefined) throw new Error(`${employee.name} did not come in`);
    memberIds.set(employee.key, member.id);
  }
  return memberIds;
}
