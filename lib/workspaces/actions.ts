'use server';

import { getTranslations } from 'next-intl/server';
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';

import { runAction, type Result } from '@/lib/core/action';

import { acceptInvitation } from './accept-invitation';
import { changeMe, changeMember, changeProfile, leaveWorkspace } from './change-member';
import { changeWorkspace } from './change-workspace';
import type { FormState } from './form-state';
import { foundWorkspace } from './found-workspace';
import { createInvitationLink, inviteByEmail, revokeInvitation } from './invite';
import { parseAddresses } from './parse-addresses';
import { refusedForm, typedIn } from './refused-form';
import { slugFromName } from './slug-from-name';
import { switchFeature } from './switch-feature';

const refreshWorkspaces = () => revalidatePath('/w/[workspace]', 'layout');
const workspaceOf = (form: FormData): string => typedIn(form)['workspace'] ?? '';

/** Founds a workspace and leads there; without an address it takes the one of the name. */
export async function foundByForm(_: FormState, form: FormData): Promise<FormState> {
  const { id, name = '', slug } = typedIn(form);
  const result = await runAction(foundWorkspace, { id, name, slug: slug ? slug : slugFromName(name) });
  if (!result.ok) return refusedForm(form, result.error);
  return redirect(`/w/${result.value.slug}`);
}

/** Accepts the invitation and leads into its workspace. */
export async function joinByForm(_: FormState, form: FormData): Promise<FormState> {
  const result = await runAction(acceptInvitation, { token: form.get('token') });
  if (!result.ok) return refusedForm(form, result.error);
  return redirect(`/w/${result.value.slug}`);
}

/** Renames the workspace; at another address the settings go on there. */
export async function changeWorkspaceByForm(_: FormState, form: FormData): Promise<FormState> {
  const { name, slug, was } = typedIn(form);
  const result = await runAction(changeWorkspace, { name, slug }, workspaceOf(form));
  if (!result.ok) return refusedForm(form, result.error);
  refreshWorkspaces();
  if (result.value.slug !== was) redirect(`/w/${result.value.slug}/settings`);
  return { values: typedIn(form), faults: {}, done: true };
}

export async function changeMeByForm(_: FormState, form: FormData): Promise<FormState> {
  const { name, title } = typedIn(form);
  const result = await runAction(changeMe, { name, title }, workspaceOf(form));
  if (!result.ok) return refusedForm(form, result.error);
  refreshWorkspaces();
  return { values: typedIn(form), faults: {}, done: true };
}

/** Sets whether others see how far one has read, in all one's workspaces. */
export async function shareReading(sharesReading: boolean): Promise<Result<object>> {
  return refreshed(await runAction(changeProfile, { sharesReading }));
}

export type InvitedByMail = { invited: string[]; notSent: string[] };

/** Invites every pasted address, or names what is no address and invites nobody. */
export async function inviteByForm(
  _: FormState<InvitedByMail>,
  form: FormData,
): Promise<FormState<InvitedByMail>> {
  const { emails: pasted = '', role } = typedIn(form);
  const { emails, strange } = parseAddresses(pasted);
  if (strange.length > 0) {
    const t = await getTranslations('people.faults');
    const faults = { emails: t('strange', { count: strange.length, list: strange.slice(0, 5).join(', ') }) };
    return { values: typedIn(form), faults };
  }
  const result = await runAction(inviteByEmail, { emails, role }, workspaceOf(form));
  if (!result.ok) return refusedForm(form, result.error);
  refreshWorkspaces();
  return { values: {}, faults: {}, done: result.value };
}

export type MadeLink = { url: string; expiresAt: string };

/** Makes an invitation link. Its state is the only place where the link ever shows. */
export async function makeLinkByForm(_: FormState<MadeLink>, form: FormData): Promise<FormState<MadeLink>> {
  const { id, role, days, uses } = typedIn(form);
  const input = { id, role, expiresInDays: Number(days), maxUses: Number(uses) };
  const result = await runAction(createInvitationLink, input, workspaceOf(form));
  if (!result.ok) return refusedForm(form, result.error);
  refreshWorkspaces();
  return { values: typedIn(form), faults: {}, done: result.value };
}

export async function revoke(workspace: string, id: string): Promise<Result<object>> {
  return refreshed(await runAction(revokeInvitation, { id }, workspace));
}

/** What `changeMember` takes. */
export type MemberChange = { id: string; role?: string; status?: 'active' | 'suspended' | 'removed' };

export async function manageMember(workspace: string, change: MemberChange): Promise<Result<object>> {
  return refreshed(await runAction(changeMember, change, workspace));
}

export async function setFeature(
  workspace: string,
  feature: string,
  isEnabled: boolean,
): Promise<Result<object>> {
  return refreshed(await runAction(switchFeature, { feature, isEnabled }, workspace));
}

/** Leaves the workspace and leads to the others; answers only when that is refused. */
export async function leave(workspace: string): Promise<Result<object>> {
  const result = await runAction(leaveWorkspace, {}, workspace);
  if (!result.ok) return result;
  return redirect('/w');
}

function refreshed(result: Result<object>): Result<object> {
  if (result.ok) refreshWorkspaces();
  return result;
}
