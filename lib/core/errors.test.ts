import { describe, expect, it } from 'vitest';

import { asAppError } from './errors';

describe('a database that is away', () => {
  it.each([
    'Connection terminated',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'timeout exceeded when trying to connect',
  ])('is unavailable, to be tried again: %s', (message) => {
    expect(asAppError(new Error(message))).toMatchObject({ code: 'unavailable', retryAfterMs: 1000 });
    const wrapped = new Error('Failed query', { cause: new Error(message) });
    expect(asAppError(wrapped)).toMatchObject({ code: 'unavailable' });
  });

  it.each(['08006', '57P01', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'])(
    'is unavailable by its code %s',
    (code) => {
      expect(asAppError(Object.assign(new Error('x'), { code }))).toMatchObject({ code: 'unavailable' });
    },
  );
});

it('what has no meaning for people is nobody’s refusal', () => {
  expect(asAppError(new TypeError('x is not a function'))).toBeUndefined();
  expect(asAppError('a word')).toBeUndefined();
});
