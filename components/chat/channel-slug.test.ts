import { expect, test } from 'vitest';

import { channelName } from '@/lib/chat/schemas';

import { channelSlug } from './channel-slug';

test('spaces become hyphens, capitals small, refused signs disappear', () => {
  expect(channelSlug('Spring  Conference 2026')).toBe('spring-conference-2026');
  expect(channelSlug(' #Büro/<Berlin>')).toBe('büroberlin');
  expect(channelSlug('a - b')).toBe('a-b');
});

test('what comes out is what the server takes', () => {
  for (const text of ['Hallo Welt', '日本 語', 'x'.repeat(200), '"quoted" @name', 'tab\tname']) {
    expect(channelName.parse(channelSlug(text))).toBe(channelSlug(text));
  }
});
