import { expect, test } from 'vitest';

import { troublesToTell } from './troubles-to-tell';

test('a microphone and a camera with different troubles are both told of', () => {
  expect(troublesToTell({ audio: 'missing', video: 'denied' })).toEqual([
    { trouble: 'missing', what: 'sound' },
    { trouble: 'denied', what: 'picture' },
  ]);
});

test('one trouble of both is told once, and none not at all', () => {
  expect(troublesToTell({ audio: 'busy', video: 'busy' })).toEqual([{ trouble: 'busy', what: 'both' }]);
  expect(troublesToTell({ audio: null, video: null })).toEqual([]);
});
