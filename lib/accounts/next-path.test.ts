import { describe, expect, it } from 'vitest';

import { HOME, nextPath, nextPathOfUrl, withNext } from './next-path';

describe('where somebody may be sent on to', () => {
  it.each(['/w', '/w/acme/chat/x?at=12#m', '/invite/abc_DEF-1', '/account', '/meet/abc'])(
    '%s is taken',
    (path) => {
      expect(nextPath(path)).toBe(path);
    },
  );

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/%0a//x\n',
    '/..//evil.example',
    '/./\\evil.example',
    'javascript:alert(1)',
    'w',
    '',
    ' /w',
    '/sign-in?next=/sign-in',
    '/sign-up',
    '/check-mail',
    '/forgot',
    '/reset-password',
    '/auth/confirm?token_hash=x',
    '/api/v1/x',
    `/${'x'.repeat(600)}`,
    undefined,
    null,
    ['/w', '/x'],
    7,
  ])('%j is not', (wanted) => {
    expect(nextPath(wanted)).toBe(HOME);
  });

  it('takes only our own origin of a full address', () => {
    const app = 'https://parley.example';
    expect(nextPathOfUrl('https://parley.example/invite/abc', app)).toBe('/invite/abc');
    for (const foreign of [
      'http://parley.example/invite/abc',
      'https://parley.example.evil.example/x',
      'nonsense',
      '',
    ]) {
      expect(nextPathOfUrl(foreign, app)).toBe(HOME);
    }
    expect(nextPathOfUrl('https://parley.example', app)).toBe(HOME);
    expect(nextPathOfUrl('https://parley.example//evil.example', app)).toBe(HOME);
  });

  it('is carried along only where it says something', () => {
    expect(withNext('/sign-up', '/invite/a?b=c')).toBe('/sign-up?next=%2Finvite%2Fa%3Fb%3Dc');
    expect(withNext('/sign-in', HOME)).toBe('/sign-in');
  });
});
