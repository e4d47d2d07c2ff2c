import { randomUUID } from 'node:crypto';

import type { z } from 'zod';

import type { Person } from '@/lib/core/caller';
import type { Operation, Scope } from '@/lib/core/command';
import { execute } from '@/lib/core/execute';

import type { PersonKey } from './people.ts';

export type Run = <S extends Scope, I extends z.ZodObject, O extends z.ZodType>(
  operation: Operation<S, I, O>,
  input: z.input<I>,
) => Promise<z.output<O>>;

/** A workspace of the demo, and its people as those who act in it. */
export type Company = {
  id: string;
  slug: string;
  name: string;
  /** Those who see the directory and the public channels. */
  insiders: readonly PersonKey[];
  /** Runs operations as a person of the company, through every check. */
  as: (key: PersonKey) => Run;
  /** A person's access token, for the services beside the app. */
  tokenOf: (key: PersonKey) => string;
};

/** @throws Error when somebody acts who is not signed in. */
export function companyOf(
  workspace: Omit<Company, 'as' | 'tokenOf'>,
  persons: ReadonlyMap<PersonKey, Person>,
): Company {
  const personOf = (key: PersonKey): Person => {
    const person = persons.get(key);
    if (person === undefined) throw new Error(`${key} is not signed in`);
    return person;
  };
  return {
    ...workspace,
    tokenOf: (key) => personOf(key).token,
    as: (key) => {
      const person = personOf(key);
      return async (operation, input) =>
        await execute(
          operation,
          { person, workspace: workspace.id, origin: { requestId: randomUUID(), address: '127.0.0.1' } },
          input,
        );
    },
  };
}
