import { expect, it } from 'vitest';

import { noticePreview } from './notices-preview';

const ID = '0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001';
const nameOf = (id: string) => (id === ID ? 'Bo Berg' : 'Somebody');

it('shows people by name, on one line', () => {
  expect(noticePreview(`<@${ID}>: look\n\nat  this`, nameOf)).toBe('@Bo Berg: look at this');
});

it('leaves out a mention that was cut in two', () => {
  expect(noticePreview(`hello <@${ID.slice(0, 9)}`, nameOf)).toBe('hello');
  expect(noticePreview('hello <', nameOf)).toBe('hello');
  expect(noticePreview('1 < 2', nameOf)).toBe('1 < 2');
});

it('stays within a line', () => {
  const shown = noticePreview('word '.repeat(100), nameOf);
  expect(shown.length).toBeLessThanOrEqual(140);
  expect(shown.endsWith('…')).toBe(true);
});
