import { expect, test } from 'vitest';

import { hostedProject } from '../project-config.ts';
import { ApiError } from './errors.ts';
import { Bucket, createRateLimits, limitsOf, relaxedLimits } from './rate-limits.ts';

test('a bucket gives its burst, then what refills', () => {
  const bucket = new Bucket({ events: 30, perS: 300, burst: 3 });
  expect([0, 0, 0, 0].map((at) => bucket.take('a', at))).toEqual([true, true, true, false]);
  expect(bucket.take('b', 0)).toBe(true);
  expect([bucket.take('a', 9_999), bucket.take('a', 10_001), bucket.take('a', 10_002)]).toEqual([
    false,
    true,
    false,
  ]);
});

test('a clock that goes back gives nothing', () => {
  const bucket = new Bucket({ events: 1, perS: 1, burst: 1 });
  expect([bucket.take('a', 5000), bucket.take('a', 0), bucket.take('a', 500)]).toEqual([true, false, false]);
});

test('routes are counted apart; relaxed refuses nothing', () => {
  const now = new Date(0);
  const limits = createRateLimits(limitsOf(hostedProject.auth));
  for (let i = 0; i < 30; i += 1) limits.request('verify', '10.0.0.1', now);
  expect(() => limits.request('verify', '10.0.0.1', now)).toThrow(ApiError);
  limits.request('verify', '10.0.0.2', now);
  limits.request('otp', '10.0.0.1', now);
  const relaxed = createRateLimits(relaxedLimits);
  for (let i = 0; i < 1000; i += 1) {
    relaxed.request('otp', '10.0.0.1', now);
    relaxed.email(now);
  }
});
