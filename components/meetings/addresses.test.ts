import { expect, test } from 'vitest';

import { codeIn } from './addresses';

test('a code is found however it is written', () => {
  for (const text of [
    'abc-defg-hjk',
    ' ABC DEFG HJK ',
    'abcdefghjk',
    'https://parley.example/meet/abc-defg-hjk?x=1#y',
  ]) {
    expect(codeIn(text)).toBe('abc-defg-hjk');
  }
});

test('what is no code is none', () => {
  for (const text of ['', 'abc', 'abc-defg-hil', 'https://parley.example/w/acme'])
    expect(codeIn(text)).toBeNull();
});
