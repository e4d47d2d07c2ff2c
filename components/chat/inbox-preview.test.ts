import { expect, it } from 'vitest';

import { inboxPreview } from './inbox-preview';

const ADA = '0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001';
const nameOf = () => 'Ada Park';

it.each([
  ['a **bold** and _soft_ `word`', 'a bold and soft word'],
  ['- one\n- two\n\n> three', 'one two three'],
  ['```ts\nconst a_b = 1;\n```', 'const a_b = 1;'],
  ['see [the plan](https://example.com/plan)', 'see the plan'],
  [`<@${ADA}> 2 * 3 is 6`, '@Ada Park 2 * 3 is 6'],
  ['snake_case_name stays', 'snake_case_name stays'],
])('%j reads %j', (text, line) => {
  expect(inboxPreview(text, nameOf)).toBe(line);
});
