import 'server-only';
import { getTranslations } from 'next-intl/server';

import type { Failure } from '@/lib/core/errors';

import type { FormState } from './form-state';

/** The fields that have words of their own below `people.faults`. */
const FIELDS = ['name', 'slug', 'title', 'emails'] as const;

/** The fields of a posted form as text; React's own ($ACTION_…) left out. */
export function typedIn(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && !entry[0].startsWith('$'),
    ),
  );
}

/** A refusal as the state of its form: what was typed is kept, known fields say in plain words what they take. */
export async function refusedForm(form: FormData, error: Failure): Promise<FormState<never>> {
  const values = typedIn(form);
  const t = await getTranslations('people.faults');
  if (error.code === 'conflict' && 'slug' in values) return { values, faults: { slug: t('taken') } };
  const wrong = new Set(Object.keys(error.fields ?? {}).map((path) => path.split('.')[0]));
  const faults = Object.fromEntries(
    FIELDS.filter((field) => wrong.has(field)).map((field) => [field, t(field)]),
  );
  return Object.keys(faults).length > 0 ? { values, faults } : { values, faults, message: error.message };
}
