'use client';

import { useTranslations } from 'next-intl';

import type { Role } from '@/lib/workspaces/schemas';

import { Field } from '../../ui/field';
import { Select } from '../../ui/select';

/** The role that invited people get; `member` unless chosen. */
export function RoleField({ roles }: { roles: readonly Role[] }) {
  const t = useTranslations('people');
  const options = roles.map(({ key, name }) => ({
    value: key,
    label: name,
    hint: isKnown(key) ? t(`roles.${key}`) : undefined,
  }));
  return (
    <Field label={t('inviting.role')}>
      {(control) => <Select {...control} name="role" defaultValue="member" options={options} />}
    </Field>
  );
}

const KNOWN = ['owner', 'admin', 'lead', 'member', 'consultant', 'client', 'guest'] as const;
const isKnown = (key: string): key is (typeof KNOWN)[number] => KNOWN.some((known) => known === key);
