import 'server-only';
import { getTranslations } from 'next-intl/server';
import type { z } from 'zod';

import { settle } from '@/lib/core/action';
import type { Origin } from '@/lib/core/caller';

import type { FormState } from './form-state';
import { isFault } from './schemas';

export type Answer<T> = { ok: true; value: T } | { ok: false; state: FormState };

const SECRET_FIELDS = new Set(['password', 'current', 'code', 'token_hash']);

/**
 * Validates a posted form and does its work. What is wrong comes back as a state for the form, with what was typed.
 * Redirects belong after it: they are thrown, and this would take them for faults.
 */
export async function answerForm<S extends z.ZodType, T>(
  schema: S,
  form: FormData,
  work: (input: z.output<S>, origin: Origin) => Promise<T>,
): Promise<Answer<T>> {
  const typed = Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const values = Object.fromEntries(
    Object.entries(typed).filter(([name]) => !SECRET_FIELDS.has(name) && !name.startsWith('$')),
  );
  const parsed = schema.safeParse(typed);
  if (!parsed.success) return { ok: false, state: { values, faults: await faultTexts(parsed.error) } };
  const result = await settle((origin) => work(parsed.data, origin));
  if (result.ok) return result;
  const { message, code } = result.error;
  return { ok: false, state: { values, faults: {}, message, code } };
}

async function faultTexts(error: z.ZodError): Promise<Record<string, string>> {
  const t = await getTranslations('auth.faults');
  const faults: Record<string, string> = {};
  for (const { path, message } of error.issues) {
    faults[path.join('.')] ??= isFault(message) ? t(message) : t('other');
  }
  return faults;
}
