'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { foundByForm } from '@/lib/workspaces/actions';
import type { FormState } from '@/lib/workspaces/form-state';
import { slugFromName } from '@/lib/workspaces/slug-from-name';

import { TextField } from '../ui/field';
import { ActionForm } from './action-form';
import { AddressField } from './address-field';
import { SubmitButton } from './submit-button';

type CreateFormProps = {
  /** The new workspace's id (UUID v7): pressing twice makes one workspace. */
  id: string;
  prefix: string;
};

export function CreateForm({ id, prefix }: CreateFormProps) {
  const [kept] = useState(id);
  return (
    <ActionForm action={foundByForm}>
      {(state) => <Fields state={state} id={kept} prefix={prefix} />}
    </ActionForm>
  );
}

function Fields({ state, id, prefix }: CreateFormProps & { state: FormState }) {
  const t = useTranslations('people.create');
  const [name, setName] = useState(state.values['name'] ?? '');
  // Null as long as the address follows the name.
  const [slug, setSlug] = useState<string | null>(state.values['slug'] ?? null);
  return (
    <>
      <input type="hidden" name="id" value={state.values['id'] ?? id} />
      <TextField
        name="name"
        label={t('name')}
        hint={t('nameHint')}
        error={state.faults['name']}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={80}
        autoComplete="organization"
        required
      />
      <AddressField
        label={t('slug')}
        hint={t('slugHint')}
        error={state.faults['slug']}
        prefix={prefix}
        value={slug ?? slugFromName(name)}
        onChange={(typed) => setSlug(typed === '' ? null : typed.toLowerCase())}
      />
      <SubmitButton size="lg">{t('submit')}</SubmitButton>
    </>
  );
}
