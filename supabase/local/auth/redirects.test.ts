import { describe, expect, test } from 'vitest';

import { chooseRedirect, globToRegExp, isRedirectAllowed, redirectWith } from './redirects.ts';

const site = 'https://app.example.com';

describe('the allow list', () => {
  test.each([
    ['https://a.example.com/*', 'https://a.example.com/x', true],
    ['https://a.example.com/*', 'https://a.example.com/x/y', false],
    ['https://a.example.com/**', 'https://a.example.com/x/y.z', true],
    ['https://*.example.org', 'https://b.example.org', true],
    ['https://*.example.org', 'https://b.c.example.org', false],
    ['https://a.example.com/?', 'https://a.example.com/x', true],
    ['https://a.example.com/{in,out}', 'https://a.example.com/out', true],
    ['https://a.example.com/{in,out}', 'https://a.example.com/up', false],
    ['https://a.example.com/[!a-c]', 'https://a.example.com/d', true],
    ['https://a.example.com/[!a-c]', 'https://a.example.com/b', false],
    ['https://a.example.com', 'https://aXexample.com', false],
  ])('%s against %s: %s', (glob, url, expected) => {
    expect(globToRegExp(glob).test(url)).toBe(expected);
  });

  test('the site itself, any loopback port when the site is local, no other host', () => {
    expect(isRedirectAllowed(`${site}/deep?x=1#y`, site, [])).toBe(true);
    expect(isRedirectAllowed('http://app.example.com/', site, [])).toBe(false);
    expect(isRedirectAllowed('https://app.example.com:444/', site, [])).toBe(false);
    expect(isRedirectAllowed('http://localhost:4000/x', 'http://localhost:3000', [])).toBe(true);
    expect(isRedirectAllowed('https://app.example.com.evil.net/', site, [])).toBe(false);
    expect(isRedirectAllowed('https://app.example.com@evil.net/', site, [])).toBe(false);
    expect(isRedirectAllowed('not a url', site, ['**'])).toBe(false);
  });

  test('no bare address but loopback, however it is written, even where everything is allowed', () => {
    expect(isRedirectAllowed('http://127.0.0.1:8000/', site, [])).toBe(true);
    for (const url of [
      'http://10.0.0.1/',
      'http://167772161/',
      'http://2130706433/',
      'http://0x7f000001/',
      'http://0x0a000001/',
      'http://[2001:db8::1]/',
    ]) {
      expect(isRedirectAllowed(url, site, ['**'])).toBe(false);
    }
    expect(isRedirectAllowed('https://ev_il.net/', site, ['**'])).toBe(false);
  });

  test('the first allowed candidate wins, else the site', () => {
    expect(chooseRedirect([null, 'https://evil.net', `${site}/a`], site, [])).toBe(`${site}/a`);
    expect(chooseRedirect([undefined, ''], site, [])).toBe(site);
  });
});

test('values join the query and replace the fragment, marked as ours', () => {
  const url = redirectWith(`${site}/in?next=1#old`, { query: { code: 'a b' }, fragment: { error: 'no' } });
  expect(url).toBe(`${site}/in?next=1&code=a+b#error=no&sb=`);
});
