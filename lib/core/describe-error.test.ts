import { DrizzleQueryError } from 'drizzle-orm';
import { expect, it } from 'vitest';

import { describeError } from './describe-error';

it('tells message, frames and cause of an error', () => {
  const described = describeError(new Error('it broke', { cause: new Error('the reason') }));
  expect(described).toEqual({
    message: 'it broke',
    stack: expect.stringMatching(/^at .*describe-error\.test/),
    cause: 'the reason',
  });
  expect(describeError('a word')).toEqual({ message: 'a word' });
});

it('tells nothing of what people wrote', () => {
  const written = 'between us\n    at home';
  const failed = new DrizzleQueryError('insert into messages values ($1)', [written], new Error('gone'));
  expect(failed.message).toContain(written);
  const described = describeError(failed);
  expect(described).toMatchObject({
    message: 'Failed query: insert into messages values ($1)',
    cause: 'gone',
  });
  expect(JSON.stringify(described)).not.toMatch(/between us|at home/);
});
