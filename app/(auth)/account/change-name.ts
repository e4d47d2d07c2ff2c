'use server';

import { getTranslations } from 'next-intl/server';

import { answerForm } from '@/lib/accounts/answer-form';
import { emptyForm, type FormState } from '@/lib/accounts/form-state';
import { nameInput } from '@/lib/accounts/schemas';
import { currentPerson } from '@/lib/core/auth/session';
import { execute } from '@/lib/core/execute';
import { changeProfile } from '@/lib/workspaces/change-member';

/** Changes the name that new memberships of a person start with. */
export async function changeNameByForm(_: FormState, form: FormData): Promise<FormState> {
  const answer = await answerForm(nameInput, form, async (input, origin) =>
    execute(changeProfile, { person: await currentPerson(), origin }, input),
  );
  if (!answer.ok) return answer.state;
  const t = await getTranslations('auth.account');
  return { ...emptyForm, notice: t('nameChanged') };
}
