import { expect, test } from 'vitest';

import { rehypeChat } from './rehype-chat';
import type { HastNode } from './rehype-chat';

const ada = '01900000-0000-7000-8000-00000000000a';
const element = (tagName: string, ...children: HastNode[]): HastNode => ({
  type: 'element',
  tagName,
  properties: {},
  children,
});
const text = (value: string): HastNode => ({ type: 'text', value });

function changed(...children: HastNode[]): HastNode[] {
  const tree: HastNode = { type: 'root', children };
  rehypeChat()(tree);
  return tree.children ?? [];
}

test('a mention becomes an element of its own, outside code', () => {
  const [paragraph] = changed(element('p', text(`hi <@${ada}>!`), element('code', text(`<@${ada}>`))));
  expect(paragraph?.children).toEqual([
    text('hi '),
    { type: 'element', tagName: 'mention', properties: { memberId: ada }, children: [] },
    text('!'),
    element('code', text(`<@${ada}>`)),
  ]);
});

test('a hard break is not doubled by the line end after it', () => {
  const [paragraph] = changed(element('p', text('a'), element('br'), text('\nb')));
  expect(paragraph?.children).toEqual([text('a'), element('br'), text('b')]);
});

test('white space between blocks stays white space', () => {
  const list = element(
    'ul',
    text('\n'),
    element('li', text('\n'), element('p', text('a')), text('\n')),
    text('\n'),
  );
  const [made] = changed(list);
  expect(made?.children?.[0]).toEqual(text('\n'));
  expect(made?.children?.[1]?.children?.map(({ tagName }) => tagName)).toEqual(['p']);
});
