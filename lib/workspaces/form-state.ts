/** What the action of a form answers when it did not lead on: shown beside what was typed. */
export type FormState<Done = true> = {
  /** What was typed, for browsers without JavaScript. */
  values: Record<string, string>;
  /** What is wrong with single fields, by their names. */
  faults: Record<string, string>;
  /** What is wrong with the whole. */
  message?: string;
  /** What came of it. */
  done?: Done;
};

export const emptyForm: FormState<never> = { values: {}, faults: {} };

/** The signature of every action that a form of this domain posts to (React's useActionState). */
export type FormAction<Done = true> = (state: FormState<Done>, form: FormData) => Promise<FormState<Done>>;
