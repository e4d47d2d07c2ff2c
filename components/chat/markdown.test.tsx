import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';

import chat from '@/messages/en/chat.json';

import { Markdown } from './markdown';
import { markdownSchema } from './markdown-schema';

function html(body: string): string {
  return renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={{ chat }} timeZone="UTC">
      <Markdown body={body} />
    </NextIntlClientProvider>,
  );
}

test('HTML in a message is shown, never made', () => {
  const made = html('<script>alert(1)</script> <img src=x onerror=alert(1)> <b onclick="x()">b</b>');
  expect(made).not.toMatch(/<(?:script|img|b)\b/);
  expect(made).toContain('&lt;script&gt;');
  expect(html('a <b>bold</b> word')).toContain('a &lt;b&gt;bold&lt;/b&gt; word');
});

test('links lead to the web and to mail, without telling where from; others are words', () => {
  expect(html('[a](https://a.example/x)')).toMatch(
    /<a href="https:\/\/a\.example\/x" target="_blank" rel="noopener noreferrer nofollow"/,
  );
  expect(html('<me@a.example>')).toContain('href="mailto:me@a.example"');
  for (const address of [
    'javascript:alert(1)',
    'data:text/html,x',
    '/w/other',
    '//a.example',
    'vbscript:x',
    'file:///x',
  ]) {
    expect(html(`[words](${address})`)).toBe('<p class="mt-1.5 first:mt-0">words</p>');
  }
});

test('pictures from elsewhere are links, so that nothing is fetched', () => {
  const made = html('![cat](https://spy.example/cat.png)');
  expect(made).not.toContain('<img');
  expect(made).toContain('href="https://spy.example/cat.png"');
  expect(made).toContain('Picture: cat');
});

test('headings, tasks and footnotes bring no outline, fields or ids into the page', () => {
  const made = html('# Title\n\n- [x] done\n- [ ] open\n\nnote[^1]\n\n[^1]: text');
  expect(made).not.toMatch(/<h\d|<input|\sid=/);
  expect(made).toContain('☑');
});

test('lines stay lines, also inside lists, without empty ones between blocks', () => {
  expect(html('a\nb')).toContain('a<br/>b');
  const list = html('- one\n  more\n- two\n  - three');
  expect(list).toContain('one<br/>more');
  expect(list.match(/<br\/>/g)).toHaveLength(1);
});

test('code keeps its signs, and its language is all that it says about itself', () => {
  const made = html('```ts onclick=x\n<@01900000-0000-7000-8000-00000000000a> & <b>\n```');
  expect(made).toContain('&lt;@01900000-0000-7000-8000-00000000000a&gt; &amp; &lt;b&gt;');
  expect(made).not.toContain('onclick');
});

test('nothing that a message is made of carries style, events or ids', () => {
  const names = Object.values(markdownSchema.attributes ?? {})
    .flat()
    .map((attribute) => (Array.isArray(attribute) ? attribute[0] : attribute));
  for (const name of names) expect(name).not.toMatch(/^(?:on|style|id|name|srcSet|\*)/);
});
