import { expect, test } from 'vitest';

import { ApiError } from './errors.ts';
import { apiVersion, errorReply } from './reply.ts';

test('answers in the newest version the caller understands', () => {
  expect(apiVersion('2024-01-01')).toBe('2024-01-01');
  expect(apiVersion('2030-12-31')).toBe('2024-01-01');
  for (const older of [undefined, '2023-12-31', 'latest', '']) expect(apiVersion(older)).toBeNull();
});

test('says why a password is weak', () => {
  const error = new ApiError(422, 'weak_password', 'too short', { weakPassword: ['length'] });
  expect(errorReply(error, '2024-01-01')).toMatchObject({
    status: 422,
    body: { code: 'weak_password', message: 'too short', weak_password: { reasons: ['length'] } },
  });
});

test('tells nobody what broke', () => {
  const { status, body } = errorReply(new Error('relation "secrets" does not exist'), '2024-01-01');
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('secrets');
});
