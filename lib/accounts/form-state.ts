import type { ErrorCode } from '@/lib/core/errors';

/** What a form's action answers when it did not lead on: shown beside what was typed. */
export type FormState = {
  /** What was typed, for browsers without JavaScript; never a secret. */
  values: Record<string, string>;
  /** What is wrong with single fields, by their names. */
  faults: Record<string, string>;
  /** What is wrong with the whole. */
  message?: string | undefined;
  /** Why, for forms that offer different ways out. */
  code?: ErrorCode | undefined;
  /** What went well. */
  notice?: string | undefined;
};

export const emptyForm: FormState = { values: {}, faults: {} };

/** The signature of every action that a form of this domain posts to (React's useActionState). */
export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;
